# Texts of: commitment.
