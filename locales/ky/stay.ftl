# Steps that hosts enter themselves, appeals of candidates without a place, reminders before a deadline.
stays-title = Жайгашкандар
stays-lead = Сиздин мекемеңизде орун алгандар. Келүүсүн, каттоону, отчётторду, үзгүлтүктү жана аяктоону өзүңүз киргизесиз.
stay-step-lead = Кадам күнү жана документи менен сакталат жана кабыл алуучу тарап киргизген деп белгиленет.
placement_by-host = кабыл алуучу тарап киргизген
placement_by-applicant = талапкер өзү киргизген
placement_by-officer = кызматкер киргизген
placement_by-panel = апелляцияны караган киргизген
placement-none-given = Сизге орун берилген жок. Чечимдин тартибине ушул убакытка чейин даттана аласыз: { $at }.
notice-stay_to_prepare = Талапкер орунду кабыл алды: аны чакыруу керек.
notice-offer_due = Сунушка жооп берүү мөөнөтү жакындады. Барагында турат.
notice-mending_due = Арызды оңдоо мөөнөтү жакындады. Барагында турат.
