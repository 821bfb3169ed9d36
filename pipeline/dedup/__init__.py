"""Stories -> which of them are copies of an earlier one."""
