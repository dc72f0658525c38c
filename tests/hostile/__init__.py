"""Makes hostile and broken files, each with what reading it must come to."""
