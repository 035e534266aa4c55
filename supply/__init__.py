"""What others made that goes into Stedennet: bill of materials, licences, vulnerabilities; see the Makefile."""
