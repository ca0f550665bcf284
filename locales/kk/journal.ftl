# Texts of: journal.
