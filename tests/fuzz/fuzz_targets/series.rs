#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| stipple_fuzz::series(bytes));
