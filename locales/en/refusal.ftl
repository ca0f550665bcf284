# Texts of: refusal.
