"""From a document and its outline to items with mentions of owners, dates, targets and citations."""
