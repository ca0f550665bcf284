//! What the driver reads out of a page: hidden fields, addresses, the password that is shown once.

/// The value of a hidden field.
pub fn hidden<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let marked = format!("name=\"{name}\" value=\"");
    page.split_once(marked.as_str())?.1.split('"').next()
}

/// The addresses in a page that begin with `start`, without the query, each once.
pub fn links(page: &str, start: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for rest in page.split("href=\"").skip(1) {
        let Some(href) = rest.split(['"', '?', '#']).next() else { continue };
        let is_new = !found.iter().any(|f| f == href);
        if href.starts_with(start) && href.len() > start.len() && is_new {
            found.push(href.to_owned());
        }
    }
    found
}

/// The address of the next page of a list, with its query.
pub fn next(page: &str) -> Option<String> {
    let (before, _) = page.split_once("after=")?;
    let start = before.rfind('"')? + 1;
    Some(page.get(start..)?.split('"').next()?.replace("&#38;", "&").replace("&amp;", "&"))
}

/// A one-time password: five groups of four letters and digits.
pub fn one_time_password(page: &str) -> Option<String> {
    page.split(['<', '>', ' ', '\n', '"'])
        .find(|word| {
            let groups: Vec<&str> = word.split('-').collect();
            let sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            groups.len() == 5 && groups.iter().all(|g| g.len() == 4 && g.chars().all(sign))
        })
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_links_and_the_password_are_found() {
        let page = "<input type=\"hidden\" name=\"csrf\" value=\"ab12\"><a href=\"/en/commitments/1?on=2\">\
                    <a href=\"/en/commitments/1\"><a href=\"/en/commitments\"><b>ab2c-defg-hjkm-npqr-9999</b>\
                    <a href=\"/en/commitments?x=1&#38;after=0.2.3\">";
        assert_eq!(hidden(page, "csrf"), Some("ab12"));
        assert_eq!(hidden(page, "version"), None);
        assert_eq!(links(page, "/en/commitments/"), ["/en/commitments/1"]);
        assert_eq!(one_time_password(page).as_deref(), Some("ab2c-defg-hjkm-npqr-9999"));
        assert_eq!(next(page).as_deref(), Some("/en/commitments?x=1&after=0.2.3"));
    }
}
