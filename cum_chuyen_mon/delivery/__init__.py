"""After a session: locked minutes go to every member school, and what is due goes to the authority and comes back."""
