"""The security log: sign-in, factors, roles, representation and exports of personal data, in a chain of hashes."""
