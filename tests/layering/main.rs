//! The order of the folders is the order of dependence: what each module may use, who may know of the window's
//! libraries, and how long a file may be.

#[cfg(test)]
mod order;
#[cfg(test)]
mod tokens;
