//! Accounts: those of the registry for its administrator, the own one for everybody.

mod manage;
mod notice;
mod own;
mod qr;
mod token;

use kelisim_app::access::Action;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let manage = Access::Right(Action::ManageAccounts);
    let own = Access::Right(Action::OwnAccount);
    routes
        .get("/{lang}/users", manage, manage::list)
        .get("/{lang}/users/new", manage, manage::open_form)
        .post("/{lang}/users/new", manage, manage::open)
        .get("/{lang}/users/{id}", manage, manage::show)
        .get("/{lang}/users/{id}/role", manage, manage::show)
        .post("/{lang}/users/{id}/role", manage, manage::role)
        .get("/{lang}/users/{id}/disable", manage, manage::show)
        .post("/{lang}/users/{id}/disable", manage, manage::disable)
        .get("/{lang}/users/{id}/enable", manage, manage::show)
        .post("/{lang}/users/{id}/enable", manage, manage::enable)
        .get("/{lang}/users/{id}/reset", manage, manage::show)
        .post("/{lang}/users/{id}/reset", manage, manage::reset)
        .get("/{lang}/users/{id}/tokens/revoke", manage, manage::show)
        .post("/{lang}/users/{id}/tokens/revoke", manage, manage::revoke)
        .get("/{lang}/users/{id}/forget", manage, manage::forget_form)
        .post("/{lang}/users/{id}/forget", manage, manage::forget)
        .get("/{lang}/account", own, own::show)
        .get("/{lang}/account/password", own, own::show)
        .post("/{lang}/account/password", own, own::password)
        .get("/{lang}/account/tokens", own, token::list)
        .post("/{lang}/account/tokens", own, token::make)
        .get("/{lang}/account/tokens/revoke", own, token::list)
        .post("/{lang}/account/tokens/revoke", own, token::revoke)
        .get("/{lang}/notices", own, notice::list)
        .get("/{lang}/notices/read", own, notice::list)
        .post("/{lang}/notices/read", own, notice::read)
        .get("/{lang}/notices/wish", own, notice::list)
        .post("/{lang}/notices/wish", own, notice::wish)
        .get("/{lang}/account/second-factor", own, own::factor_form)
        .post("/{lang}/account/second-factor", own, own::factor)
}
