"""Pure decisions about talking with other servers."""
