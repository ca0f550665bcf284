//! Types and names of a rule, before it is ever asked.

use std::collections::BTreeSet;

use cel::IdedExpr;
use cel::common::ast::operators as op;
use cel::common::ast::{CallExpr, Expr, ListExpr, LiteralValue, SourceInfo};

use crate::{Names, Type, What, Wrong};

/// Walks an expression.
pub(crate) struct Checker<'a> {
    pub(crate) text: &'a str,
    pub(crate) places: &'a SourceInfo,
    pub(crate) names: &'a Names,
    pub(crate) asks: BTreeSet<String>,
}

type Read<T> = Result<T, Wrong>;

impl Checker<'_> {
    /// Rule: the whole is a yes or no, and somebody is asked something.
    pub(crate) fn whole(&mut self, expr: &IdedExpr) -> Read<()> {
        if self.of(expr)? != Type::YesNo {
            return Err(self.wrong(expr, What::NoAnswer));
        }
        if self.asks.is_empty() {
            return Err(self.wrong(expr, What::AsksNothing));
        }
        Ok(())
    }

    fn of(&mut self, expr: &IdedExpr) -> Read<Type> {
        match &expr.expr {
            Expr::Ident(name) => {
                let Some((of, _)) = self.names.get(name) else {
                    return Err(self.wrong(expr, What::Name));
                };
                self.asks.insert(name.clone());
                Ok(of)
            }
            Expr::Literal(LiteralValue::Boolean(_)) => Ok(Type::YesNo),
            Expr::Literal(LiteralValue::Int(_)) => Ok(Type::Whole),
            Expr::Literal(LiteralValue::String(_)) => Ok(Type::Code),
            Expr::Call(call) => self.call(expr, call),
            _ => Err(self.wrong(expr, What::NotHere)),
        }
    }

    fn call(&mut self, expr: &IdedExpr, call: &CallExpr) -> Read<Type> {
        if call.target.is_some() {
            return Err(self.wrong(expr, What::NotHere));
        }
        match (call.func_name.as_str(), call.args.as_slice()) {
            (op::LOGICAL_AND | op::LOGICAL_OR, args) => {
                for arg in args {
                    self.need(arg, Type::YesNo)?;
                }
                Ok(Type::YesNo)
            }
            (op::LOGICAL_NOT, [arg]) => self.need(arg, Type::YesNo),
            (op::NEGATE, [arg]) => self.need(arg, Type::Whole),
            (op::ADD | op::SUBSTRACT, [left, right]) => {
                self.need(left, Type::Whole)?;
                self.need(right, Type::Whole)
            }
            (op::EQUALS | op::NOT_EQUALS, [left, right]) => {
                let of = self.of(left)?;
                if self.of(right)? != of {
                    return Err(self.wrong(expr, What::Types));
                }
                self.codes(left, right)?;
                self.codes(right, left)?;
                Ok(Type::YesNo)
            }
            (op::GREATER | op::GREATER_EQUALS | op::LESS | op::LESS_EQUALS, [left, right]) => {
                let of = self.of(left)?;
                // Codes that have an order, such as levels of a language, are ordered as they are written.
                if of == Type::YesNo || self.of(right)? != of {
                    return Err(self.wrong(expr, What::Types));
                }
                self.codes(left, right)?;
                self.codes(right, left)?;
                Ok(Type::YesNo)
            }
            (op::IN, [left, right]) => self.among(left, right),
            (op::CONDITIONAL, [when, then, other]) => {
                self.need(when, Type::YesNo)?;
                let of = self.of(then)?;
                if self.of(other)? == of { Ok(of) } else { Err(self.wrong(expr, What::Types)) }
            }
            _ => Err(self.wrong(expr, What::NotHere)),
        }
    }

    fn need(&mut self, expr: &IdedExpr, of: Type) -> Read<Type> {
        if self.of(expr)? == of { Ok(of) } else { Err(self.wrong(expr, What::Types)) }
    }

    /// `region in ["KG-T", "KG-N"]`: a list of constants of one type.
    fn among(&mut self, left: &IdedExpr, right: &IdedExpr) -> Read<Type> {
        let of = self.of(left)?;
        let Expr::List(ListExpr { elements, .. }) = &right.expr else {
            return Err(self.wrong(right, What::NotHere));
        };
        if elements.is_empty() {
            return Err(self.wrong(right, What::Types));
        }
        for element in elements {
            let Expr::Literal(_) = &element.expr else {
                return Err(self.wrong(element, What::NotHere));
            };
            if self.of(element)? != of {
                return Err(self.wrong(element, What::Types));
            }
            self.codes(left, element)?;
        }
        Ok(Type::YesNo)
    }

    /// A code that a name can never have is a slip of the pen: the rule would fail for everybody.
    fn codes(&self, name: &IdedExpr, constant: &IdedExpr) -> Read<()> {
        let (Expr::Ident(name), Expr::Literal(LiteralValue::String(code))) =
            (&name.expr, &constant.expr)
        else {
            return Ok(());
        };
        match self.names.get(name) {
            Some((_, Some(codes))) if !codes.contains(&code.inner()) => {
                Err(self.wrong(constant, What::Code))
            }
            _ => Ok(()),
        }
    }

    fn wrong(&self, expr: &IdedExpr, what: What) -> Wrong {
        let (from, to) = self.places.offset_for(expr.id).unwrap_or((0, 0));
        let (from, to) = (from as usize, to as usize);
        let piece: String =
            self.text.chars().skip(from).take((to + 1).saturating_sub(from)).collect();
        let piece = match &expr.expr {
            Expr::Ident(name) => name.clone(),
            _ => piece.chars().take(40).collect(),
        };
        Wrong { at: from + 1, what, piece }
    }
}
