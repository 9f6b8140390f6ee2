/** Required before a run of tests: their Azurite checks versions, as one does that a user starts. */
process.env['AZURITE_CHECKS_VERSION'] = '1';
