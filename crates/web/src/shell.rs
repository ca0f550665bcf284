//! What every page has around it: header, languages, navigation, appearance, footer.

use kelisim_i18n::Locale;

/// A place in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nav {
    /// Promised and delivered.
    Overview,
    /// What others did that concerns the person.
    Notices,
    /// What falls due when.
    Calendar,
    /// Partner countries.
    Partners,
    /// Communiqués and their review.
    Communiques,
    /// Commitments.
    Commitments,
    /// Instruments.
    Instruments,
    /// Meetings.
    Meetings,
    /// Bodies between countries.
    Bodies,
    /// Projects.
    Projects,
    /// Calls for applications.
    Calls,
    /// Indicators.
    Indicators,
    /// Visits of experts.
    Visits,
    /// The own applications.
    My,
    /// Files a reviewer scores.
    Reviews,
    /// The quota ledger.
    Quotas,
    /// Sources that contradict one another.
    Conflicts,
    /// The journal.
    Journal,
    /// Users and roles.
    Users,
    /// Backups of the house.
    Backups,
    /// The public page.
    Promises,
}

/// A heading in the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Daily work.
    Work,
    /// What the record is made of.
    Record,
    /// What a visitor can see too.
    Open,
}

impl Group {
    /// In the order of the rail.
    pub const ALL: [Self; 3] = [Self::Work, Self::Record, Self::Open];

    /// The last part of the id of its heading.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Record => "record",
            Self::Open => "open",
        }
    }
}

impl Nav {
    /// In the order of the rail.
    pub const ALL: [Self; 21] = [
        Self::Overview,
        Self::Notices,
        Self::Calendar,
        Self::Partners,
        Self::Communiques,
        Self::Commitments,
        Self::Instruments,
        Self::Meetings,
        Self::Bodies,
        Self::Projects,
        Self::Calls,
        Self::Visits,
        Self::My,
        Self::Reviews,
        Self::Quotas,
        Self::Indicators,
        Self::Conflicts,
        Self::Journal,
        Self::Users,
        Self::Backups,
        Self::Promises,
    ];

    /// The last part of the id of its label, and its path below the language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Notices => "notices",
            Self::Calendar => "calendar",
            Self::Partners => "partners",
            Self::Communiques => "communiques",
            Self::Conflicts => "conflicts",
            Self::Commitments => "commitments",
            Self::Instruments => "instruments",
            Self::Meetings => "meetings",
            Self::Bodies => "bodies",
            Self::Projects => "projects",
            Self::Calls => "calls",
            Self::Visits => "visits",
            Self::Indicators => "indicators",
            Self::My => "my",
            Self::Reviews => "reviews",
            Self::Quotas => "quotas",
            Self::Journal => "journal",
            Self::Users => "users",
            Self::Backups => "backups",
            Self::Promises => "promises",
        }
    }

    /// The heading it stands under.
    #[must_use]
    pub const fn group(self) -> Group {
        match self {
            Self::Overview
            | Self::Notices
            | Self::Calendar
            | Self::Partners
            | Self::Communiques
            | Self::Commitments
            | Self::Instruments
            | Self::Meetings
            | Self::Bodies
            | Self::Projects
            | Self::Calls
            | Self::Visits
            | Self::My
            | Self::Reviews
            | Self::Quotas
            | Self::Indicators
            | Self::Conflicts => Group::Work,
            Self::Journal | Self::Users | Self::Backups => Group::Record,
            Self::Promises => Group::Open,
        }
    }

    /// The icon beside it.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Overview => "layout-dashboard",
            Self::Notices => "info",
            Self::Calendar => "clock",
            Self::Partners => "handshake",
            Self::Communiques => "file-text",
            Self::Conflicts => "scale",
            Self::Commitments => "list-checks",
            Self::Instruments => "pencil",
            Self::Meetings => "users",
            Self::Bodies => "handshake",
            Self::Projects => "chart-gantt",
            Self::Calls => "check",
            Self::Visits => "handshake",
            Self::My => "file-text",
            Self::Reviews => "scale",
            Self::Quotas => "calendar",
            Self::Indicators => "scale",
            Self::Journal => "book-open",
            Self::Users => "users",
            Self::Backups => "download",
            Self::Promises => "globe",
        }
    }
}

/// The appearance a person chose; kept in a cookie named `theme`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As on the device.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Reads the value of the cookie or of the form; anything else is the device's.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }

    /// The value of `data-theme`, where one is set.
    #[must_use]
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// What the button of the form asks for.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::System | Self::Light => Self::Dark,
        }
    }
}

/// Who is signed in, as the header says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShellUser {
    /// The name as the person writes it.
    pub name: String,
    /// Code of the role, such as `officer`.
    pub role: &'static str,
}

/// What waits for a decision, shown beside the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Communiqués with drafts that nobody decided.
    pub communiques: i64,
    /// Conflicts that are open.
    pub conflicts: i64,
    /// Notices the person has not marked as read.
    pub notices: i64,
}

/// Everything around a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    /// The language of the page.
    pub locale: Locale,
    /// The address below the language, with its query: `/partners/TR?on=2026-02-01`.
    pub path_and_query: String,
    /// The title, without the name of the product.
    pub title: String,
    /// The name of the registry in the language of the page.
    pub registry_name: String,
    /// Who is signed in.
    pub user: Option<ShellUser>,
    /// The entry of the navigation the page belongs to.
    pub here: Option<Nav>,
    /// The entries this person may open.
    pub nav: Vec<Nav>,
    /// The token of every form of the page; empty on a public page that is cached.
    pub csrf: String,
    /// What waits.
    pub counts: Counts,
    /// Whether the footer says that this is a demonstration.
    pub demo: bool,
    /// The appearance.
    pub theme: Theme,
    /// The path of the search page below the language, where there is one.
    pub search_path: Option<&'static str>,
}

impl Shell {
    /// A shell for a visitor: no user, no token, the public navigation.
    #[must_use]
    pub fn visitor(locale: Locale, path_and_query: &str, title: &str, registry_name: &str) -> Self {
        Self {
            locale,
            path_and_query: path_and_query.to_owned(),
            title: title.to_owned(),
            registry_name: registry_name.to_owned(),
            user: None,
            here: None,
            nav: vec![Nav::Promises],
            csrf: String::new(),
            counts: Counts::default(),
            demo: false,
            theme: Theme::System,
            search_path: None,
        }
    }

    /// The same page in another language; path and query stay.
    #[must_use]
    pub fn in_language(&self, locale: Locale) -> String {
        let path = if self.path_and_query.starts_with('/') { &self.path_and_query } else { "/" };
        format!("/{}{path}", locale.tag())
    }

    /// An address below the language of the page.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("/{}{path}", self.locale.tag())
    }

    /// The address of a navigation entry.
    #[must_use]
    pub fn nav_url(&self, nav: Nav) -> String {
        format!("/{}/{}", self.locale.tag(), nav.code())
    }

    /// Whether the page belongs to an entry.
    #[must_use]
    pub fn is_here(&self, nav: Nav) -> bool {
        self.here == Some(nav)
    }

    /// The entries of a group that this person may open.
    #[must_use]
    pub fn entries(&self, group: Group) -> Vec<Nav> {
        self.nav.iter().copied().filter(|nav| nav.group() == group).collect()
    }

    /// The number beside an entry and what it means; nothing where nothing waits.
    #[must_use]
    pub fn badge(&self, nav: Nav) -> Option<(String, String)> {
        let (n, words) = match nav {
            Nav::Notices => {
                (self.counts.notices, self.locale.count("badge-notices", self.counts.notices))
            }
            Nav::Communiques => (
                self.counts.communiques,
                self.locale.count("badge-communiques", self.counts.communiques),
            ),
            Nav::Conflicts => {
                (self.counts.conflicts, self.locale.count("badge-conflicts", self.counts.conflicts))
            }
            _ => return None,
        };
        (n > 0).then(|| (self.locale.number(n), words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_switch_keeps_path_and_query() {
        let shell = Shell::visitor(Locale::En, "/partners/TR?on=2026-02-01&x=a%26b", "", "");
        assert_eq!(shell.in_language(Locale::Ky), "/ky/partners/TR?on=2026-02-01&x=a%26b");
        let odd = Shell::visitor(Locale::En, "", "", "");
        assert_eq!(odd.in_language(Locale::Kk), "/kk/");
        let foreign = Shell::visitor(Locale::En, "evil.example/", "", "");
        assert_eq!(foreign.in_language(Locale::Kk), "/kk/");
    }

    #[test]
    fn every_entry_stands_in_one_group_and_only_what_is_allowed_is_shown() {
        let mut shell = Shell::visitor(Locale::Ru, "/", "", "");
        shell.nav = Nav::ALL.to_vec();
        let shown: Vec<_> = Group::ALL.into_iter().flat_map(|group| shell.entries(group)).collect();
        assert_eq!(shown, Nav::ALL);
        shell.nav = vec![Nav::Promises];
        assert!(shell.entries(Group::Work).is_empty());
    }

    #[test]
    fn a_badge_is_shown_only_where_something_waits() {
        let mut shell = Shell::visitor(Locale::En, "/", "", "");
        assert_eq!(shell.badge(Nav::Communiques), None);
        shell.counts.communiques = 1037;
        assert_eq!(
            shell.badge(Nav::Communiques),
            Some(("1,037".to_owned(), "1,037 to review".to_owned()))
        );
        assert_eq!(shell.badge(Nav::Journal), None);
    }
}
