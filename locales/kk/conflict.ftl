# Texts of: conflict.
