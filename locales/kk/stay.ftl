# Steps that hosts enter themselves, appeals of candidates without a place, reminders before a deadline.
stays-title = Орналасқандар
stays-lead = Сіздің мекемеңізде орын алғандар. Келуін, қабылдауды, есептерді, үзілісті және аяқтауды өзіңіз енгізесіз.
stay-step-lead = Қадам күні мен құжатымен сақталады және қабылдаушы тарап енгізген деп белгіленеді.
placement_by-host = қабылдаушы тарап енгізген
placement_by-applicant = үміткердің өзі енгізген
placement_by-officer = қызметкер енгізген
placement_by-panel = апелляцияны қараушы енгізген
placement-none-given = Сізге орын берілмеді. Шешімнің тәртібіне мына уақытқа дейін шағымдана аласыз: { $at }.
notice-stay_to_prepare = Үміткер орынды қабылдады: оны шақыру керек.
notice-offer_due = Ұсынысқа жауап беру мерзімі таяп қалды. Беттің өзінде тұр.
notice-mending_due = Өтінімді түзету мерзімі таяп қалды. Беттің өзінде тұр.
