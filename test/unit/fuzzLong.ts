// Makes the fuzz long, from another seed each time: `FUZZ_SEED=7 FUZZ_RUNS=100000 npm run fuzz` repeats one.
process.env['FUZZ_RUNS'] ??= '10000';
process.env['FUZZ_SEED'] ??= String(Math.floor(Math.random() * 2 ** 31));
console.log(`FUZZ_SEED=${process.env['FUZZ_SEED']} FUZZ_RUNS=${process.env['FUZZ_RUNS']}`);
