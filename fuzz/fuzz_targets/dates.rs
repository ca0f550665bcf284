//! Dates and figures as people type them.
#![no_main]

use kelisim_app::typed::read_date;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::figure::Figure;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(date) = text.parse::<Edtf>() {
        assert_eq!(date.to_string(), text);
        assert!(date.first_day() <= date.last_day());
    }
    if let Ok(date) = read_date(text) {
        assert_eq!(read_date(&date.to_string()).ok(), Some(date));
    }
    if let Ok(figure) = text.parse::<Figure>() {
        assert_eq!(figure.to_string().parse::<Figure>().ok(), Some(figure));
    }
});
