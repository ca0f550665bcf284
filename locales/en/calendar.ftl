# What falls due when: the page and the calendars of people.
nav-calendar = Calendar
calendar-title = Calendar
calendar-name = Kelisim: deadlines
calendar-intro = Deadlines of commitments, answers that agencies owe, notice days, ends and renewals of instruments, ends of quota periods. A deadline that is a year or a month stands on its last day.
calendar-all = All days
calendar-file = File for your calendar
calendar-passed = Passed, still open
calendar-more = There are more days than are shown here. Lists of commitments and instruments have all of them.
calendar-public = What is public can be subscribed to by everybody, without an account:
calendar-why-deadline = Deadline of the commitment
calendar-why-notice = Last day to give notice
calendar-why-ends = No longer in force from this day
calendar-why-renews = Renewed on this day
calendar-why-meeting = Meeting is planned
calendar-answer = Answer to the draft is due: { $agency }
calendar-period = { $n ->
    [0] End of the quota period, no places open
    [one] End of the quota period, { $n } place open
   *[other] End of the quota period, { $n } places open
}
