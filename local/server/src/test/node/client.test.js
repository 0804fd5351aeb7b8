// What programs that use the npm package `tablestore` see of the server. Run by NodeClientIT.
'use strict';
const { test, before } = require('node:test');
const assert = require('node:assert/strict');
const T = require('tablestore');

const client = new T.Client({
  accessKeyId: process.env.OTS_ID,
  secretAccessKey: process.env.OTS_SECRET,
  endpoint: process.env.OTS_ENDPOINT,
  instancename: process.env.OTS_INSTANCE,
  maxRetries: 0,
});
const long = (n) => T.Long.fromNumber(n);
const pk = (p, n) => [{ p }, { n: typeof n === 'number' ? long(n) : n }];
const cond = (name, column) => new T.Condition(T.RowExistenceExpectation[name], column ?? null);
const IGNORE = cond('IGNORE');
const KEY = [{ name: 'p', type: 'STRING' }, { name: 'n', type: 'INTEGER' }];
const LOWEST = [{ p: T.INF_MIN }, { n: T.INF_MIN }];
const HIGHEST = [{ p: T.INF_MAX }, { n: T.INF_MAX }];

function tableParams(tableName, more = {}) {
  return {
    tableMeta: { tableName, primaryKey: more.key ?? KEY, definedColumn: more.definedColumn ?? [] },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive: -1, maxVersions: 1, ...more.options },
    streamSpecification: more.stream ?? { enableStream: false },
    ...(more.indexMetas ? { indexMetas: more.indexMetas } : {}),
  };
}
const create = (name, more) => client.createTable(tableParams(name, more));
const put = (tableName, key, attributeColumns, more = {}) =>
  client.putRow({ tableName, condition: IGNORE, primaryKey: key, attributeColumns, ...more });
const update = (tableName, key, updateOfAttributeColumns, more = {}) =>
  client.updateRow({ tableName, condition: IGNORE, primaryKey: key, updateOfAttributeColumns, ...more });
const get = (tableName, key, more = {}) =>
  client.getRow({ tableName, primaryKey: key, maxVersions: 1, ...more });
const range = (tableName, more = {}) =>
  client.getRange({
    tableName,
    direction: T.Direction.FORWARD,
    inclusiveStartPrimaryKey: LOWEST,
    exclusiveEndPrimaryKey: HIGHEST,
    maxVersions: 1,
    ...more,
  });
const plain = (value) => (typeof value === 'object' && value?.toNumber ? value.toNumber() : value);
const cells = (row) =>
  Object.fromEntries((row.attributes ?? []).map((c) => [c.columnName, plain(c.columnValue)]));
const names = (row) => row.attributes.map((c) => c.columnName);
const keysOf = (rows) => rows.map((r) => r.primaryKey.map((c) => plain(c.value)).join('/'));
const units = (answer) => [answer.consumed.capacityUnit.read, answer.consumed.capacityUnit.write];

/** The client shows the status, and the undecoded protobuf body as the message. */
async function refused(call, status, code, message) {
  await assert.rejects(call, (error) => {
    assert.equal(error.code, status);
    assert.ok(error.message.includes(code), `${error.message} has no ${code}`);
    assert.ok(error.message.includes(message), `${error.message} has no ${message}`);
    return true;
  });
}
const invalid = (call, message) => refused(call, 400, 'OTSParameterInvalid', message);
const single = (column, value, comparator, ...rest) =>
  new T.SingleColumnCondition(column, value, T.ComparatorType[comparator], ...rest);
function both(operator, ...conditions) {
  const composite = new T.CompositeCondition(T.LogicalOperator[operator]);
  conditions.forEach((condition) => composite.addSubCondition(condition));
  return composite;
}

before(async () => {
  await create('rows', { options: { maxVersions: 3 } });
  await create('scan');
  for (let i = 0; i < 10; i++) {
    await put('scan', pk(i < 5 ? 'a' : 'b', i), [{ v: long(i) }, { w: `w${i}` }]);
  }
});

// Tables.
test('a table is described as it was made', async () => {
  await create('described', {
    options: { timeToLive: 86400, maxVersions: 5 },
    stream: { enableStream: true, expirationTime: 24 },
  });
  const table = await client.describeTable({ tableName: 'described' });
  assert.equal(table.tableStatus, 1);
  assert.deepEqual(JSON.parse(JSON.stringify(table.tableMeta.primaryKey)), KEY);
  assert.equal(table.tableOptions.timeToLive, 86400);
  assert.equal(table.tableOptions.maxVersions, 5);
  assert.equal(Number(table.tableOptions.deviationCellVersionInSec), 86400);
  assert.equal(table.streamDetails.enableStream, true);
  assert.equal(table.streamDetails.expirationTime, 24);
  assert.ok(table.streamDetails.streamId.length > 0);
});
test('tables are listed in order', async () => {
  const { tableNames } = await client.listTable({});
  assert.ok(tableNames.includes('rows') && tableNames.includes('scan'));
  assert.deepEqual(tableNames, [...tableNames].sort());
});
test('a table is updated', async () => {
  await create('updated');
  const answer = await client.updateTable({
    tableName: 'updated',
    tableOptions: { timeToLive: 100000, maxVersions: 7 },
  });
  assert.equal(answer.tableOptions.maxVersions, 7);
  assert.equal(answer.tableOptions.timeToLive, 100000);
  assert.equal(answer.streamDetails.enableStream, false);
});
test('a deleted table is gone', async () => {
  await create('gone');
  await client.deleteTable({ tableName: 'gone' });
  await refused(client.describeTable({ tableName: 'gone' }), 404, 'OTSObjectNotExist', 'Requested table does not exist.');
});
test('a table of a taken name', () =>
  refused(create('rows'), 409, 'OTSObjectAlreadyExist', 'Requested table already exists.'));
test('a table that is not there', () =>
  refused(client.deleteTable({ tableName: 'never' }), 404, 'OTSObjectNotExist', 'Requested table does not exist.'));
for (const name of ['1a', 'a-b', 'a b', 'ä', 'x'.repeat(256)]) {
  test(`table name ${name.slice(0, 8)}`, () => invalid(create(name), "Invalid table name: '"));
}
test('a table name of 255', async () => {
  await create('x'.repeat(255));
  await client.deleteTable({ tableName: 'x'.repeat(255) });
});
test('five key columns', () =>
  invalid(
    create('five', { key: [1, 2, 3, 4, 5].map((i) => ({ name: `k${i}`, type: 'STRING' })) }),
    'The number of primary key columns must be in range: [1, 4].',
  ));
test('a key column twice', () =>
  invalid(create('twice', { key: [KEY[0], KEY[0]] }), "Duplicated primary key name: 'p'."));
test('a time to live of 0', () =>
  invalid(create('ttl', { options: { timeToLive: 0 } }), 'TimeToLive cannot be 0 or less than -1.'));
test('a time to live of a day and a second less', async () => {
  await create('day', { options: { timeToLive: 86400 } });
  await invalid(create('less', { options: { timeToLive: 86399 } }), 'Invalid TimeToLive: 86399. It must be -1 or at least 86400.');
});
test('no versions', () =>
  invalid(create('none', { options: { maxVersions: 0 } }), 'The maximum versions cannot be less than or equal to 0.'));

// Rows.
test('every type comes back', async () => {
  const put1 = await put('rows', pk('types', 1), [
    { s: 'grüße' }, { i: long(-5) }, { d: 1.5 }, { t: true }, { z: Buffer.from([0, 255]) },
  ]);
  assert.deepEqual(units(put1), [0, 1]);
  const answer = await get('rows', pk('types', 1));
  assert.deepEqual(units(answer), [1, 0]);
  const { s, i, d, t, z } = cells(answer.row);
  assert.deepEqual([s, i, d, t, [...z]], ['grüße', -5, 1.5, true, [0, 255]]);
  assert.deepEqual(names(answer.row), ['d', 'i', 's', 't', 'z']);
});
test('an absent row is empty and costs a unit', async () => {
  const answer = await get('rows', pk('absent', 1));
  assert.equal(answer.row.primaryKey, undefined);
  assert.deepEqual(units(answer), [1, 0]);
});
test('a put replaces the row', async () => {
  await put('rows', pk('replace', 1), [{ a: 'x' }]);
  await put('rows', pk('replace', 1), [{ b: 'y' }]);
  assert.deepEqual(cells((await get('rows', pk('replace', 1))).row), { b: 'y' });
});
test('a key alone is a row', async () => {
  await put('rows', pk('bare', 1), []);
  const { row } = await get('rows', pk('bare', 1));
  assert.deepEqual(keysOf([row]), ['bare/1']);
});
test('the key comes back when asked for', async () => {
  const { row } = await put('rows', pk('key', 1), [{ a: 'x' }], {
    returnContent: { returnType: T.ReturnType.Primarykey },
  });
  assert.deepEqual(keysOf([row]), ['key/1']);
});
test('an update puts, deletes and counts', async () => {
  await put('rows', pk('update', 1), [{ a: 'x' }, { b: 'y' }, { n1: long(5) }]);
  const { row } = await update('rows', pk('update', 1), [{ PUT: [{ c: 'z' }] }, { DELETE_ALL: ['a'] }, { INCREMENT: [{ n1: long(2) }] }], {
    returnContent: { returnType: T.ReturnType.AfterModify, returnColumns: ['n1'] },
  });
  assert.deepEqual(cells(row), { n1: 7 });
  assert.deepEqual(cells((await get('rows', pk('update', 1))).row), { b: 'y', c: 'z', n1: 7 });
});
test('versions are kept and counted down', async () => {
  const now = Date.now();
  for (let i = 0; i < 4; i++) {
    await update('rows', pk('versions', 1), [{ PUT: [{ v: `v${i}`, timestamp: now + i }] }]);
  }
  const { row } = await get('rows', pk('versions', 1), { maxVersions: 10 });
  assert.deepEqual(row.attributes.map((c) => c.columnValue), ['v3', 'v2', 'v1']);
});
test('a time range picks versions', async () => {
  const now = Date.now();
  await put('rows', pk('time', 1), [{ v: 'old', timestamp: now - 1000 }, { v: 'new', timestamp: now }]);
  const inside = await get('rows', pk('time', 1), { maxVersions: 5, timeRange: { startTime: `${now - 1000}`, endTime: `${now}` } });
  assert.deepEqual(inside.row.attributes.map((c) => c.columnValue), ['old']);
  const outside = await get('rows', pk('time', 1), { maxVersions: 5, timeRange: { startTime: '1', endTime: '2' } });
  assert.deepEqual(keysOf([outside.row]), ['time/1']);
  assert.deepEqual(outside.row.attributes, []);
});
test('a time range without an end', async () => {
  const now = Date.now();
  await put('rows', pk('open', 1), [{ a: 'old', timestamp: now - 1000 }]);
  await update('rows', pk('open', 1), [{ PUT: [{ a: 'new', timestamp: now }] }]);
  const timeRange = { startTime: `${now - 500}`, endTime: '9223372036854775807' };
  const { row } = await get('rows', pk('open', 1), { maxVersions: 3, timeRange });
  assert.deepEqual(row.attributes.map((c) => c.columnValue), ['new']);
});
test('the last of many updates is read', async () => {
  for (let i = 1; i <= 100; i++) await update('scan', pk('z', 1), [{ PUT: [{ a: long(i) }] }]);
  assert.deepEqual(cells((await get('scan', pk('z', 1))).row), { a: 100 });
  await client.deleteRow({ tableName: 'scan', condition: IGNORE, primaryKey: pk('z', 1) });
});
test('increments at once all count', async () => {
  const increment = () => update('rows', pk('at once', 1), [{ INCREMENT: [{ n1: long(1) }] }]);
  await Promise.all(Array.from({ length: 50 }, increment));
  assert.deepEqual(cells((await get('rows', pk('at once', 1))).row), { n1: 50 });
});
test('an index follows its table', async () => {
  await create('indexed', { definedColumn: [{ name: 'city', type: T.DefinedColumnType.DCT_STRING }] });
  await put('indexed', pk('x', 1), [{ city: 'Rome' }]);
  await client.createIndex({
    mainTableName: 'indexed',
    indexMeta: { name: 'by_city', primaryKey: ['city'], definedColumn: [] },
    includeBaseData: true,
  });
  await put('indexed', pk('x', 2), [{ city: 'Oslo' }]);
  const ends = (value) => [{ city: value }, { p: value }, { n: value }];
  const index = { inclusiveStartPrimaryKey: ends(T.INF_MIN), exclusiveEndPrimaryKey: ends(T.INF_MAX) };
  assert.deepEqual(keysOf((await range('by_city', index)).rows), ['Oslo/x/2', 'Rome/x/1']);
  await client.dropIndex({ mainTableName: 'indexed', indexName: 'by_city' });
  await refused(range('by_city', index), 404, 'OTSObjectNotExist', 'Requested table does not exist.');
});
test('a deleted row is gone', async () => {
  await put('rows', pk('delete', 1), [{ a: 'x' }]);
  const answer = await client.deleteRow({ tableName: 'rows', condition: IGNORE, primaryKey: pk('delete', 1) });
  assert.deepEqual(units(answer), [0, 1]);
  assert.equal((await get('rows', pk('delete', 1))).row.primaryKey, undefined);
});
test('named columns only', async () => {
  await put('rows', pk('named', 1), [{ a: 'x' }, { b: 'y' }]);
  assert.deepEqual(cells((await get('rows', pk('named', 1), { columnsToGet: ['b'] })).row), { b: 'y' });
  assert.equal((await get('rows', pk('named', 1), { columnsToGet: ['other'] })).row.primaryKey, undefined);
});
test('a range of columns', async () => {
  await put('rows', pk('wide', 1), ['a', 'b', 'c', 'd'].map((name) => ({ [name]: name })));
  const { row } = await get('rows', pk('wide', 1), { startColumn: 'b', endColumn: 'd' });
  assert.deepEqual(names(row), ['b', 'c']);
});
test('a page of columns', async () => {
  await put('rows', pk('page', 1), ['a', 'b', 'c', 'd'].map((name) => ({ [name]: name })));
  const { row } = await get('rows', pk('page', 1), { columnFilter: new T.ColumnPaginationFilter(2, 1) });
  assert.deepEqual(names(row), ['b', 'c']);
});
test('capacity counts started 4 KB', async () => {
  const value = 'v'.repeat(4096);
  assert.deepEqual(units(await put('rows', pk('big', 1), [{ a: value }])), [0, 2]);
  assert.deepEqual(units(await get('rows', pk('big', 1))), [2, 0]);
});
test('auto-increment rises', async () => {
  await create('auto', { key: [{ name: 'p', type: 'STRING' }, { name: 'n', type: 'INTEGER', option: 'AUTO_INCREMENT' }] });
  const made = [];
  for (let i = 0; i < 3; i++) {
    const { row } = await put('auto', [{ p: 'x' }, { n: T.PK_AUTO_INCR }], [{ a: 'x' }], {
      returnContent: { returnType: T.ReturnType.Primarykey },
    });
    made.push(plain(row.primaryKey[1].value));
  }
  assert.ok(made[0] < made[1] && made[1] < made[2], String(made));
});
const refusedKeys = [
  ['a column too few', [{ p: 'x' }], 'Validate PK size fail. Input: 1, Meta: 2.'],
  ['another name', [{ p: 'x' }, { m: long(1) }], 'Validate PK name fail. Input: m, Meta: n.'],
  ['another type', [{ p: 'x' }, { n: 'y' }], 'Validate PK type fail. Input: VT_STRING, Meta: VT_INTEGER.'],
];
for (const [name, key, message] of refusedKeys) {
  test(`a key with ${name}`, () => refused(put('rows', key, [{ a: 'x' }]), 400, 'OTSInvalidPK', message));
}
test('a key value of 1024 and one more', async () => {
  await put('rows', pk('k'.repeat(1024), 1), [{ a: 'x' }]);
  await invalid(put('rows', pk('k'.repeat(1025), 1), [{ a: 'x' }]), "The length of primary key column: 'p' exceeds the MaxLength:1024 with CurrentLength:1025.");
});
test('an attribute of 2 MB and one more', async () => {
  await put('rows', pk('2mb', 1), [{ a: Buffer.alloc(2097152) }]);
  await invalid(put('rows', pk('2mb', 1), [{ a: Buffer.alloc(2097153) }]), "The length of attribute column: 'a' exceeds the MaxLength:2097152 with CurrentLength:2097153.");
});
test('1024 attributes and one more', async () => {
  const columns = (count) => Array.from({ length: count }, (_, i) => ({ [`c${i}`]: 'x' }));
  await put('rows', pk('1024', 1), columns(1024));
  await invalid(put('rows', pk('1024', 1), columns(1025)), 'The number of attribute columns exceeds the limit, limit count: 1024, column count: 1025.');
});
test('a column name with a hash', () => invalid(put('rows', pk('x', 1), [{ '#a': 'x' }]), "Invalid column name: '#a'."));
test('an unknown table', () =>
  refused(put('never', pk('x', 1), [{ a: 'x' }]), 404, 'OTSObjectNotExist', 'Requested table does not exist.'));

// Conditions.
test('expecting a row', async () => {
  await refused(put('rows', pk('none', 1), [{ a: 'x' }], { condition: cond('EXPECT_EXIST') }), 403, 'OTSConditionCheckFail', 'Condition check failed.');
  await put('rows', pk('one', 1), [{ a: 'x' }]);
  await put('rows', pk('one', 1), [{ a: 'y' }], { condition: cond('EXPECT_EXIST') });
});
test('expecting no row', async () => {
  await put('rows', pk('new', 1), [{ a: 'x' }], { condition: cond('EXPECT_NOT_EXIST') });
  await refused(put('rows', pk('new', 1), [{ a: 'x' }], { condition: cond('EXPECT_NOT_EXIST') }), 403, 'OTSConditionCheckFail', 'Condition check failed.');
});
test('a condition on a column', async () => {
  await put('rows', pk('column', 1), [{ v: long(5) }]);
  const when = (comparator, value) => ({ condition: cond('IGNORE', single('v', long(value), comparator)) });
  await update('rows', pk('column', 1), [{ PUT: [{ v: long(6) }] }], when('EQUAL', 5));
  await refused(update('rows', pk('column', 1), [{ PUT: [{ v: long(7) }] }], when('EQUAL', 5)), 403, 'OTSConditionCheckFail', 'Condition check failed.');
  assert.deepEqual(cells((await get('rows', pk('column', 1))).row), { v: 6 });
});
test('a condition on an absent column', async () => {
  await put('rows', pk('missing', 1), [{ a: 'x' }]);
  await update('rows', pk('missing', 1), [{ PUT: [{ b: 'y' }] }], { condition: cond('IGNORE', single('v', 'x', 'EQUAL', true)) });
  await refused(update('rows', pk('missing', 1), [{ PUT: [{ b: 'z' }] }], { condition: cond('IGNORE', single('v', 'x', 'EQUAL', false)) }), 403, 'OTSConditionCheckFail', 'Condition check failed.');
});

// Filters.
const filters = [
  ['EQUAL', 3, ['a/3']],
  ['NOT_EQUAL', 3, ['a/0', 'a/1', 'a/2', 'a/4', 'b/5', 'b/6', 'b/7', 'b/8', 'b/9']],
  ['GREATER_THAN', 7, ['b/8', 'b/9']],
  ['GREATER_EQUAL', 8, ['b/8', 'b/9']],
  ['LESS_THAN', 2, ['a/0', 'a/1']],
  ['LESS_EQUAL', 1, ['a/0', 'a/1']],
];
for (const [comparator, value, expected] of filters) {
  test(`filter ${comparator}`, async () => {
    const { rows } = await range('scan', { columnFilter: single('v', long(value), comparator) });
    assert.deepEqual(keysOf(rows), expected);
  });
}
test('filters joined', async () => {
  const less = single('v', long(8), 'LESS_THAN');
  const more = single('v', long(5), 'GREATER_THAN');
  assert.deepEqual(keysOf((await range('scan', { columnFilter: both('AND', less, more) })).rows), ['b/6', 'b/7']);
  assert.deepEqual(keysOf((await range('scan', { columnFilter: both('NOT', less) })).rows), ['b/8', 'b/9']);
  assert.equal((await range('scan', { columnFilter: both('OR', less, more) })).rows.length, 10);
});
test('a filter too many', async () => {
  const leaf = () => single('v', long(1), 'EQUAL', true, true);
  await range('scan', { columnFilter: both('OR', ...Array.from({ length: 31 }, leaf)) });
  await invalid(range('scan', { columnFilter: both('OR', ...Array.from({ length: 32 }, leaf)) }), 'The count of filter exceeds the max: 32.');
});

// Ranges.
test('forward and backward', async () => {
  assert.deepEqual(keysOf((await range('scan')).rows), ['a/0', 'a/1', 'a/2', 'a/3', 'a/4', 'b/5', 'b/6', 'b/7', 'b/8', 'b/9']);
  const back = await range('scan', { direction: T.Direction.BACKWARD, inclusiveStartPrimaryKey: HIGHEST, exclusiveEndPrimaryKey: LOWEST, limit: 2 });
  assert.deepEqual(keysOf(back.rows), ['b/9', 'b/8']);
});
test('start is inclusive, end exclusive', async () => {
  const { rows, nextStartPrimaryKey } = await range('scan', { inclusiveStartPrimaryKey: pk('a', 2), exclusiveEndPrimaryKey: pk('b', 6) });
  assert.deepEqual(keysOf(rows), ['a/2', 'a/3', 'a/4', 'b/5']);
  assert.equal(nextStartPrimaryKey, null);
});
test('pages', async () => {
  const seen = [];
  let start = LOWEST;
  for (let pages = 0; start && pages < 10; pages++) {
    const page = await range('scan', { inclusiveStartPrimaryKey: start, limit: 3 });
    seen.push(...keysOf(page.rows));
    start = page.nextStartPrimaryKey && page.nextStartPrimaryKey.map((c) => ({ [c.name]: c.value }));
  }
  assert.equal(seen.length, 10);
  assert.deepEqual(seen, [...seen].sort());
});
test('one key as both ends', () =>
  invalid(range('scan', { exclusiveEndPrimaryKey: LOWEST }), 'Begin key must less than end key in FORWARD'));
test('the wrong direction', () =>
  invalid(range('scan', { direction: T.Direction.BACKWARD }), 'Begin key must more than end key in BACKWARD'));

// Batches.
test('a batch answers row by row', async () => {
  const row = (type, key, more = {}) => ({ type, condition: IGNORE, primaryKey: key, attributeColumns: [{ a: 'x' }], ...more });
  const { tables } = await client.batchWriteRow({
    tables: [{ tableName: 'rows', rows: [row('PUT', pk('batch', 1)), row('PUT', pk('batch', 2), { condition: cond('EXPECT_EXIST') }), row('PUT', [{ p: 'x' }])] }],
  });
  assert.deepEqual(tables.map((r) => r.isOk), [true, false, false]);
  assert.deepEqual(tables.map((r) => r.errorCode), [null, 'OTSConditionCheckFail', 'OTSInvalidPK']);
  assert.equal(tables[2].errorMessage, 'Validate PK size fail. Input: 1, Meta: 2.');
});
test('a batch of reads keeps its order', async () => {
  const { tables } = await client.batchGetRow({
    tables: [{ tableName: 'scan', primaryKey: [pk('b', 7), pk('z', 1), pk('a', 0), pk('b', 7)], maxVersions: 1 }],
  });
  assert.deepEqual(tables[0].map((r) => r.isOk), [true, true, true, true]);
  assert.deepEqual(tables[0].map((r) => (r.primaryKey ? keysOf([r])[0] : null)), ['b/7', null, 'a/0', 'b/7']);
});
test('100 reads and one more', async () => {
  const keys = (count) => Array.from({ length: count }, (_, i) => pk('many', i));
  const read = (count) => client.batchGetRow({ tables: [{ tableName: 'scan', primaryKey: keys(count), maxVersions: 1 }] });
  assert.equal((await read(100)).tables[0].length, 100);
  await invalid(read(101), 'Rows count exceeds the upper limit: 100.');
});
test('200 writes and one more', async () => {
  const rows = (count) =>
    Array.from({ length: count }, (_, i) => ({ type: 'PUT', condition: IGNORE, primaryKey: pk('many', i), attributeColumns: [{ a: 'x' }] }));
  const write = (count) => client.batchWriteRow({ tables: [{ tableName: 'rows', rows: rows(count) }] });
  assert.ok((await write(200)).tables.every((r) => r.isOk));
  await invalid(write(201), 'Rows count exceeds the upper limit: 200.');
});

// Indexes.
for (const [name, indexType, key] of [
  ['global', 'IT_GLOBAL_INDEX', ['d']],
  ['local', 'IT_LOCAL_INDEX', ['p', 'd']],
]) {
  test(`a ${name} index is read like a table`, async () => {
    const local = name === 'local';
    await create(`main_${name}`, {
      definedColumn: [{ name: 'd', type: T.DefinedColumnType.DCT_STRING }, { name: 'e', type: T.DefinedColumnType.DCT_INTEGER }],
      indexMetas: [
        {
          name: `index_${name}`,
          primaryKey: key,
          definedColumn: ['e'],
          indexUpdateMode: local ? T.IndexUpdateMode.IUM_SYNC_INDEX : T.IndexUpdateMode.IUM_ASYNC_INDEX,
          indexType: T.IndexType[indexType],
        },
      ],
    });
    await put(`main_${name}`, pk('x', 1), [{ d: 'dd' }, { e: long(3) }, { f: 'other' }]);
    const lowest = (local ? ['p', 'd', 'n'] : ['d', 'p', 'n']).map((c) => ({ [c]: T.INF_MIN }));
    const highest = (local ? ['p', 'd', 'n'] : ['d', 'p', 'n']).map((c) => ({ [c]: T.INF_MAX }));
    const { rows } = await range(`index_${name}`, { inclusiveStartPrimaryKey: lowest, exclusiveEndPrimaryKey: highest });
    assert.deepEqual(keysOf(rows), [local ? 'x/dd/1' : 'dd/x/1']);
    assert.deepEqual(cells(rows[0]), { e: 3 });
    await client.dropIndex({ mainTableName: `main_${name}`, indexName: `index_${name}` });
  });
}

// Access.
test('a wrong secret', async () => {
  const stranger = new T.Client({
    accessKeyId: process.env.OTS_ID, secretAccessKey: 'wrong', endpoint: process.env.OTS_ENDPOINT,
    instancename: process.env.OTS_INSTANCE, maxRetries: 0,
  });
  await refused(stranger.listTable({}), 403, 'OTSAuthFailed', 'Signature mismatch.');
});
test('an unknown access key', async () => {
  const stranger = new T.Client({
    accessKeyId: 'nobody', secretAccessKey: 'wrong', endpoint: process.env.OTS_ENDPOINT,
    instancename: process.env.OTS_INSTANCE, maxRetries: 0,
  });
  await refused(stranger.listTable({}), 403, 'OTSAuthFailed', 'The AccessKeyID does not exist.');
});
test('what is not supported says so', () =>
  invalid(client.sqlQuery({ query: 'select 1' }), 'Unsupported operation: SQLQuery.'));
