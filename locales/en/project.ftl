# Projects: typed milestones, slip, baselines.
nav-projects = Projects
projects-title = Joint projects
projects-lead = What is to be built, opened or set up. Built, licensed, operating and opened are milestones of their own.
projects-none = No project fits. Choose less, or begin one.
projects-csv = Milestones as CSV
progress-title = Published projects
progress-lead = What rests on published passages. A milestone without a day is shown as missing.
progress-none = No project is published yet.
project-begin = Begin a project
project-begin-lead = A project gathers the milestones of what was promised. Days are entered afterwards, each with its passage.
project-col-title = Project
project-milestones = Milestones
project-milestone = Milestone
project-having = With milestones that are
project-reached-of = { $n } of { $of } milestones reached
project-n-overdue = { $n ->
    [one] { $n } overdue
   *[other] { $n } overdue
}
project-n-slipped = { $n ->
    [one] { $n } moved later
   *[other] { $n } moved later
}
project-n-too-early = { $n ->
    [one] { $n } earlier than the chain allows
   *[other] { $n } earlier than the chain allows
}
project-n-undated = { $n ->
    [one] { $n } without a day
   *[other] { $n } without a day
}
project-n-due = { $n ->
    [one] { $n } due within 90 days
   *[other] { $n } due within 90 days
}
project-n-dated = { $n ->
    [one] { $n } milestone with a day
   *[other] { $n } milestones with a day
}
served-by = Project
project-serves = Serves
project-state = Where it stands
project-cells-note = Each is reached for itself; none stands for another.
project-cell-not-planned = not in the plan
project-cell-part = { $n } of { $of }, latest { $date }
project-plan-note = The picture is drawn from the table
project-no-milestones = There are no milestones yet. Add the first one.
project-on = Day
project-slip = Slip
project-picture = Picture
project-critical = decides the end
project-no-day = no day on record

# By how much a day moved.
project-slip-same = not moved
project-slip-later = { $days } later
project-slip-earlier = { $days } earlier
project-slip-later-range = { $least } to { $most } later
project-slip-earlier-range = { $least } to { $most } earlier
project-slip-either = between { $early } earlier and { $late } later
project_unknown-no_date_then = no earlier day
project_unknown-no_date_now = no day any more
project_unknown-approximate = cannot be counted: a day is only rough
project_unknown-not_then = not in the earlier plan
project_unknown-not_now = no longer in the plan
project-first-said = said first: { $date }
project-in-baseline = in the baseline: { $date }
project-began = work began: { $date }
project-chain = by the chain not before { $date }, after: { $by }
project-chain-undated = { $n ->
    [one] { $n } milestone before it has no day
   *[other] { $n } milestones before it have no day
}
project-moved = { $n ->
    [one] moved once
   *[other] moved { $n } times
}
project-moved-total = { $times }; first to last: { $total }
project-chain-title = What decides the end
project-chain-note = Counted on the earliest days that words and dependencies allow.

# Baselines and what a plan is held against.
project-against = Slip against
project-against-first = the day said first
project-with = Baseline compared with
project-now = the plan as it stands
project-compare = Compare
project-compared = Two plans compared
project-no-baseline = There is no such baseline on record on this day. Slip is shown against the day said first.
project-baselines = Baselines
project-baselines-note = Frozen plans are never changed and never deleted
project-baseline-name = Name
project-baseline-name-hint = For example: “Decision of the Cabinet”
project-baseline-day = As known on
project-baseline-day-hint = An earlier day, to freeze what had been published by then. Empty: the plan as it stands.
project-baseline-known = as known on { $date }
project-frozen = Frozen
project-alarm-too-early = expected { $days } before the chain allows: not before { $date }
project-alarm-order = reached before what it waits for: { $before }
project-alarm-differ = sources differ about the day
project-alarm-due = due by { $date }, in { $days }

# Forms.
project-site = Site
project-site-hint = Town or institution; leave empty when no site is named
project-template = Template
project-template-hint = Gives milestones and what waits for what, never days. Leave empty to begin by hand.
project-phase-n = Phase { $n }
project-phase = Phase
project-phase-hint = A number from 0 to 99
project-kind = Kind
project-kind-hint = One kind never stands for another: what is built is not yet licensed.
project-part-what = The project
project-part-shape = Shape
project-part-serves = What it serves
project-part-milestone = The milestone
project-part-day = The day
project-aspect = What is said
project-aspect-hint = A forecast needs a reason. Nothing said before is overwritten.
project-on-hint = As exactly as it is stated: 2030, 2026-06 or 15.06.2026. Empty only in a forecast that gives no day any more.
project-reason = Reason
project-reason-hint = Why the day moved, or on what evidence it was checked
project-after = Waits
project-before = For
project-lag = Days between them
project-lag-hint = At least so many days must lie between the two. Empty: none.
project-dependency = Dependency
project-waits = { $after } waits for: { $before }
project-do-say = Enter a day
project-do-milestone = Add a milestone
project-do-rename = Correct
project-do-remove = Remove a milestone
project-do-depend = Let one wait for another
project-do-undepend = Remove a dependency
project-do-freeze = Freeze a baseline
project-do-link = Link a commitment or instrument
project-describe-lead = What is said about the project. Milestones and days stay as they are.
project-milestone-lead = A milestone has a kind and a name. Its days are entered afterwards.
project-rename-lead = Baselines keep the name and kind they were frozen with.
project-remove-lead = It leaves the plan with its days and dependencies. Baselines and the journal keep it.
project-depend-lead = One milestone cannot be reached before another one is. The chain is shown beside what people say and overwrites nothing.
project-undepend-lead = The milestone waits no more. Its days stay.
project-say-lead = What somebody says of a milestone's day. What is public needs its passage; without one only the registry sees it.
project-freeze-lead = The plan is kept as it is, with a hash. It is never changed and never deleted.
project-link-lead = Choose one: a commitment or an instrument.
project-withdraw-lead = For what was entered by mistake. It stays in the journal and counts no more. Baselines cannot be withdrawn.
project-publish-lead = Everybody sees the milestones and the days that rest on published passages; no reasons, no dependencies.

# History.
project-h-begun = The project was begun
project-h-said = { $milestone }: { $aspect }: { $date }
project-h-moved = Moved: { $slip }
project-h-frozen = Baseline frozen: { $name }, hash { $hash }
project-h-serves = Serves:
project-entered-by = Entered { $time }, { $who }

# The picture.
gantt-expected = planned or expected
gantt-reached = reached
gantt-started = work
gantt-rough = known only to a month, a year or roughly
gantt-slip = slip
gantt-chain = not before, by the chain
gantt-none = no day on record
gantt-today = day of this page: { $date }
gantt-first = day said first

# Kinds of milestones, what is said of them, how far they are.
milestone_kind-decision = decision
milestone_kind-regulation = law or rule
milestone_kind-agreement = agreement
milestone_kind-funding = funding
milestone_kind-design = design
milestone_kind-permit = permit to build
milestone_kind-construction = construction
milestone_kind-equipment = equipment
milestone_kind-licence = licence
milestone_kind-staff = staff
milestone_kind-commissioning = commissioning
milestone_kind-first_patient = first patient
milestone_kind-ceremony = opening ceremony
milestone_kind-audit = audit
milestone_aspect-planned = planned
milestone_aspect-forecast = forecast
milestone_aspect-started = work began
milestone_aspect-claimed = reached, as reported
milestone_aspect-confirmed = reached, checked
milestone_progress-undated = no day
milestone_progress-expected = expected
milestone_progress-started = under way
milestone_progress-claimed = reached, as reported
milestone_progress-confirmed = reached, checked
project_standing-empty = no milestones
project_standing-all_reached = all reached, as reported
project_standing-overdue = overdue
project_standing-slipped = moved later
project_standing-undated = days missing
project_standing-on_plan = on plan
project_having-overdue = overdue
project_having-slipped = moved later
project_having-undated = without a day
project_having-too_early = earlier than the chain allows
project_having-due = due within 90 days

# The template of a nuclear medicine centre, after the milestones of the International Atomic Energy Agency.
project_template-nuclear_medicine_centre = Nuclear medicine centre with a cyclotron
nuclear_phase-0 = Groundwork
nuclear_phase-1 = Decision
nuclear_phase-2 = Regulation and agreements
nuclear_phase-3 = Design
nuclear_phase-4 = Staff
nuclear_phase-5 = Building and equipment
nuclear_phase-6 = Commissioning
nuclear_phase-7 = Audit
project_step-memorandum = Memorandum
project_step-generator = First technetium generator
project_step-department = SPECT department
project_step-radiopharmacy = Radiopharmacy, level 1
project_step-groundwork_licences = Licences of the department
project_step-department_patient = First patient of the department
project_step-generator_supply = Regular supply of generators
project_step-needs = Needs and feasibility
project_step-site = Choice of the site
project_step-state_decision = Decision of the state
project_step-state_plan = Inclusion in the state plan
project_step-radiation_law = Radiation law
project_step-gmp = Good manufacturing practice for radiopharmaceuticals
project_step-centre_agreement = Intergovernmental or investment agreement
project_step-financing = Financing
project_step-concept = Concept design
project_step-shielding = Shielding design
project_step-licence_build = Licence to build
project_step-physicists = Medical physicists
project_step-radiopharmacists = Radiopharmacists
project_step-technologists = Technologists
project_step-construction = Building
project_step-cyclotron = Cyclotron
project_step-hot_cells = Hot cells
project_step-pet_ct = PET/CT scanners
project_step-site_acceptance = Site acceptance tests
project_step-validation_batches = Validation batches
project_step-licence_operate = Licence to operate
project_step-first_patient = First patient of the centre
project_step-quanum_baseline = QUANUM audit: first
project_step-quanum_follow = QUANUM audit: follow-up

# Why a rule says no.
refusal-project-begun-already = The project is begun already. Open its page.
refusal-project-not-begun = The project is not begun yet. Begin it first.
refusal-project-two-parties = A project has at least two parties, each named once. Choose them.
refusal-project-template-unknown = There is no such template. Choose one from the list, or leave it empty.
refusal-project-kind-unknown = Choose the kind of the milestone.
refusal-project-aspect-unknown = Choose what is said.
refusal-project-phase-range = A phase is a whole number from 0 to { $most }.
refusal-project-lag-range = Days between two milestones are a whole number from 0 to { $most }.
refusal-project-no-milestone = There is no such milestone in the plan. Choose one from the list.
refusal-project-milestone-there = The milestone is in the plan already. Open the page again.
refusal-project-too-many = A project has at most { $most } milestones. Begin another project for the rest.
refusal-project-cycle = This would be a circle: { $path }. Nothing can wait for itself. Remove one of these dependencies first.
refusal-project-waits-for-itself = A milestone cannot wait for itself. Choose two different ones.
refusal-project-depends-already = The one waits for the other already. Remove the dependency to change its days.
refusal-project-no-dependency = There is no such dependency. Open the page again.
refusal-project-reason-missing = A forecast needs a reason. Write why this day is expected.
refusal-project-day-missing = Enter the day, as exactly as it is stated. Only a forecast may be without one.
refusal-project-date-ahead = This day is still to come when it becomes known. What has not happened is a plan or a forecast.
refusal-project-evidence-missing = What is checked says by what. Give a passage or write on what evidence.
refusal-project-baseline-hash = The hash does not fit the plan. Open the page again and freeze it anew.
refusal-project-baseline-name = A baseline of this name is there already. Choose another name.
refusal-project-baseline-empty = There were no milestones to freeze on that day. Choose a later day, or add milestones first.
refusal-project-baseline-stays = A baseline stays for ever: it cannot be withdrawn or deleted. Freeze another one.
refusal-project-link-what = Choose one of the two: a commitment or an instrument.
refusal-project-linked-already = The project serves it already.
refusal-project-no-such-fact = There is no such word or link, or it was withdrawn. Open the page again.

# The journal, search and the overview.
entry-project_begun = Project begun
entry-project_described = Description of the project corrected
entry-project_milestone_added = Milestone added
entry-project_milestone_described = Milestone corrected
entry-project_milestone_removed = Milestone removed
entry-project_dependency_added = Dependency added
entry-project_dependency_removed = Dependency removed
entry-project_dated = Day of a milestone entered
entry-project_baseline_frozen = Baseline frozen
entry-project_link_added = Project linked
entry-project_fact_withdrawn = Word of a project withdrawn
entry-project_published = Project published
entry-project_unpublished = Project withdrawn from publication
calendar-milestone = Milestone: { $name }
thing-project = Project
things-project = Projects
decision-milestones-overdue = { $n ->
    [one] { $n } milestone overdue
   *[other] { $n } milestones overdue
}
decision-milestones-slipped = { $n ->
    [one] { $n } milestone moved later
   *[other] { $n } milestones moved later
}
decision-milestones-too-early = { $n ->
    [one] { $n } milestone expected before the chain allows
   *[other] { $n } milestones expected before the chain allows
}
decision-milestones-due = { $n ->
    [one] { $n } milestone due within 90 days
   *[other] { $n } milestones due within 90 days
}
decision-milestones-note = Joint projects
