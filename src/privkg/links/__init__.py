"""Links to what others publish: proposed with reasons, decided by people, remembered as SSSOM."""
