import { runProgram } from './emulator/program.ts';

// Builds the program of the local Call Recording service; nothing else. What delivers is loaded where it is wanted.
void runProgram(process.argv.slice(2), async (order, surroundings) => {
  const { subscribe } = await import('./events/send/delivery/subscription.ts');
  return subscribe({ ...order, ...surroundings });
});
