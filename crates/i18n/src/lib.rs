//! Texts, dates, numbers and plurals in Kazakh, Kyrgyz, Russian and English.
