# Texts of: communique.
