// Tests show times in the zone of the process, as users do: here that is the same on every machine.
process.env['TZ'] = 'UTC';
