//! Writes sample pages with their assets into a folder, to be looked at in a browser:
//! `cargo run -p kelisim-web --example gallery -- FOLDER`, then serve the folder on a local address.

#[path = "../tests/gallery/mod.rs"]
mod gallery;

use std::error::Error;
use std::fs;
use std::path::Path;

use askama::Template as _;
use gallery::{Gallery, officer};
use kelisim_i18n::Locale;
use kelisim_web::page::problem::{Problem, ProblemPage};
use kelisim_web::page::sign_in::{Mistake, SignInPage};
use kelisim_web::shell::{Shell, Theme};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let folder = Path::new(&folder);
    for (_, asset) in kelisim_web::asset::all() {
        let path = folder.join(asset.url().trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, asset.body())?;
    }
    for l in Locale::ALL {
        for (theme, name) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
            let page = Gallery::new(l, theme).render()?;
            fs::write(folder.join(format!("gallery-{}-{name}.html", l.tag())), page)?;
            let mut shell =
                Shell::visitor(l, "/sign-in", l.t("sign-in"), l.term("party_kind", "ministry"));
            shell.theme = theme;
            shell.demo = true;
            let page =
                SignInPage::new(shell, "asanova", true, &[Mistake::Wrong, Mistake::NoCode], "/")
                    .render()?;
            fs::write(folder.join(format!("sign-in-{}-{name}.html", l.tag())), page)?;
            let shell = officer(l, theme, "");
            let page = ProblemPage {
                shell,
                problem: Problem::Unavailable,
                request_id: Some("r-1".to_owned()),
            };
            fs::write(folder.join(format!("problem-{}-{name}.html", l.tag())), page.render()?)?;
        }
    }
    Ok(())
}
