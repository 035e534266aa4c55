"""`stedennet setup`: everything from an empty machine to a site that an administrator can sign in to."""
