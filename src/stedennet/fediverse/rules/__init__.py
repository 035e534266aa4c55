"""Pure rules for communicating with other servers: documents, messages, addresses, signatures, time limits."""
