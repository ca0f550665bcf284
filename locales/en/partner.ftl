# Partners.
partners-title = Partner countries
partners-intro = Partners with whom commitments are kept.
partners-none = No partners yet.
partners-promises = Promises
partners-talks = Plans and talks
partner-counts = { $promises } counted as promises, { $talks } planned or talked about
partner-meetings = Meetings
partner-conflicts = Contradictions between sources
level-heads_of_state = heads of state
level-ministers = ministers
level-deputy_ministers = deputy ministers
level-commission = commission
level-experts = experts
level-other = other
