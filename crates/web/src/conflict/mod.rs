//! Pages of: conflict.

use crate::routes::Routes;

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    routes
}
