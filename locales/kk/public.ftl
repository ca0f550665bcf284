# Texts of: public.
