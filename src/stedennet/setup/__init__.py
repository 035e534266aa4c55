"""`stedennet setup`: everything between an empty machine and a site that an administrator can sign in to."""
