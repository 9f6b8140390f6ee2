import { runProgram } from './emulator/program.ts';

// Builds the program of the local Call Recording service; nothing else. What delivers is loaded where it is wanted.
void runProgram(process.argv.slice(2), {
  webhook: async (option, surroundings) => {
    const { subscribe } = await import('./events/send/delivery/subscription.ts');
    return subscribe({ ...option, ...surroundings });
  },
  queue: async (option, surroundings) => {
    const { subscribeQueue } = await import('./events/send/delivery/queueSubscription.ts');
    return subscribeQueue({ ...option, ...surroundings });
  },
});
