//! Communiqué text in Kazakh, Kyrgyz, Russian or English becomes draft records with quotations.
