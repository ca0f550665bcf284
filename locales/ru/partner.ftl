# Texts of: partner.
