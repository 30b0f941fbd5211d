"""Forms made of nothing but declarations: one row a param, one field for each kind of param."""
