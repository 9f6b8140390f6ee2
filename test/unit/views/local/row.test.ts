import assert from 'node:assert/strict';
import { readFault, readFaultKind } from '../../../../src/emulator/service/faults.ts';
import { faultKinds, faultText } from '../../../../src/views/local/faults.ts';
import { type LocalStatus, describeFaults, describeLocalService } from '../../../../src/views/local/row.ts';

const idle: LocalStatus = { endpoint: 'http://127.0.0.1:41234', writesTo: [], faults: [] };

describe('describeLocalService', () => {
  it('says address, faults and what it writes to', () => {
    const shown = (status: Partial<LocalStatus>) => {
      const { description, color = '-', spoken } = describeLocalService({ ...idle, ...status });
      assert.equal(spoken, `Local service, ${description.replaceAll(' · ', ', ')}`);
      return `${description} | ${color}`;
    };
    const faults = [{ kind: 'throttle' }, { kind: 'exportFails', times: 1 }] as const;
    assert.deepEqual(
      [shown({}), shown({ writesTo: ['Mine', 'team'], faults: faults.slice(1) }), shown({ faults })],
      [
        '127.0.0.1:41234 · nothing is recorded yet | -',
        '127.0.0.1:41234 · fault: Export fails · writes to Mine, team | problemsWarningIcon.foreground',
        '127.0.0.1:41234 · 2 faults · nothing is recorded yet | problemsWarningIcon.foreground',
      ],
    );
  });

  it('does not say that there are no faults before the service has said so', () => {
    const faultsLine = (status: LocalStatus) =>
      /^Faults: .*$/m.exec(describeLocalService(status).tooltip)?.[0];
    assert.equal(faultsLine({ ...idle, faults: undefined }), 'Faults: not known');
    assert.equal(faultsLine(idle), 'Faults: none');
    assert.equal(faultsLine({ ...idle, faults: [{ kind: 'callEnds' }] }), 'Faults: Calls end at once');
  });

  it('shows a container with a hostile name on one line', () => {
    assert.match(
      describeLocalService({ ...idle, writesTo: ['a\nb\u202ec'] }).description,
      /writes to a\ufffdb\ufffdc$/,
    );
  });
});

describe('describeFaults', () => {
  it('has a row for each fault of the service, on where it is pending', () => {
    const rows = describeFaults({
      ...idle,
      faults: [readFault({ kind: 'exportFails', times: 1 }), readFault({ kind: 'throttle' })],
    });
    for (const { fault } of rows) assert.equal(readFaultKind(fault), fault);
    assert.deepEqual(
      rows.filter(({ isOn }) => isOn).map(({ label, description }) => `${label}: ${description}`),
      [
        'Export fails: once · files stay in ACS storage, as with a missing role',
        'Too many requests: requests are answered with 429 and Retry-After: 1',
      ],
    );
    assert.equal(new Set(faultKinds.map((kind) => faultText(kind).name)).size, rows.length);
  });

  it('knows of no fault being on before the service has said so', () => {
    assert.deepEqual(
      describeFaults({ ...idle, faults: undefined }).filter(({ isOn }) => isOn),
      [],
    );
  });
});
