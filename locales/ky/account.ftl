# Texts of: account.
