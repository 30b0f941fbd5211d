"""What is turned and looked into while a run goes on."""
