"""The passwords, logins and certificates of a deployment, made as files; it needs nothing but Python and openssl."""
