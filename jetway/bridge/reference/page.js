// Shows openapi.json. It holds nothing of its own: the document comes with the reader's token, which stays in memory.

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const find = (id) => document.getElementById(id);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function say(text) {
  find('status').textContent = text;
}

// Control's session lives under the same address where one process serves both; elsewhere nobody answers.
async function tokenOfSession() {
  const session = await fetch('session/').then((answer) => (answer.ok ? answer.json() : {}));
  for (const project of session.person?.projects ?? []) {
    const bridge = project.bridges.find((one) => one.url === '');
    if (!bridge) continue;
    const answer = await fetch('user_tokens/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ audience: bridge.id, project: project.id }),
    });
    if (answer.ok) return (await answer.json()).token;
  }
  return '';
}

async function show(token) {
  say('Loading …');
  const answer = await fetch('openapi.json', { headers: { Authorization: `Bearer ${token}` } });
  const body = await answer.json();
  if (!answer.ok) {
    find('sign-in').hidden = false;
    say(body.detail);
    return;
  }
  find('sign-in').hidden = true;
  find('search').hidden = false;
  find('operations').replaceChildren(...sections(body));
  narrow();
}

function sections(body) {
  const groups = new Map();
  for (const [path, item] of Object.entries(body.paths)) {
    for (const method of METHODS.filter((one) => item[one])) {
      const operation = item[method];
      const group = operation.tags?.[0] ?? 'Other';
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
      const shown = details(body, method, path, { ...operation, parameters });
      groups.set(group, [...(groups.get(group) ?? []), shown]);
    }
  }
  return [...groups].map(([name, items]) => element('section', {}, element('h2', {}, name), ...items));
}

function details(body, method, path, operation) {
  const summary = element(
    'summary',
    {},
    element('span', { className: 'method' }, method.toUpperCase()),
    element('code', {}, path),
    element('span', { className: 'dim' }, ` ${operation.summary}`),
  );
  const shown = element('details', {}, summary);
  shown.dataset.words = `${method} ${path} ${operation.summary}`.toLowerCase();
  // Made when it is first opened: a document can hold thousands of operations.
  shown.addEventListener('toggle', () => shown.append(inside(body, operation)), { once: true });
  return shown;
}

function inside(body, operation) {
  const made = element('div');
  if (operation.parameters.length) made.append(element('h3', {}, 'Parameters'), parameters(body, operation));
  const sent = operation.requestBody?.content ?? {};
  for (const [type, { schema }] of Object.entries(sent)) made.append(...block(`Body: ${type}`, body, schema));
  for (const [status, response] of Object.entries(operation.responses)) {
    const told = resolved(body, response);
    made.append(element('h3', {}, `${status}: ${told.description}`));
    for (const { schema } of Object.values(told.content ?? {})) made.append(code(body, schema));
  }
  return made;
}

function parameters(body, operation) {
  const rows = operation.parameters.map((one) => {
    const { name, in: where, description, schema } = resolved(body, one);
    const type = [schema?.type ?? schema?.enum?.join(' | ') ?? ''].flat().join(' | ');
    const cells = [element('code', {}, name), `${where}, ${type}`, description ?? ''];
    return element('tr', {}, ...cells.map((cell) => element('td', {}, cell)));
  });
  return element('table', {}, element('tbody', {}, ...rows));
}

function block(title, body, schema) {
  return [element('h3', {}, title), code(body, schema)];
}

function code(body, schema) {
  const text = JSON.stringify(whole(body, schema), null, 2);
  return element('pre', { tabIndex: 0 }, text);
}

function resolved(body, part) {
  if (!part?.$ref) return part;
  return part.$ref.slice(2).split('/').reduce((found, name) => found[name], body);
}

// The schema with what it refers to in its place, not deeper than anybody reads.
function whole(body, schema, depth = 0) {
  if (Array.isArray(schema)) return schema.map((item) => whole(body, item, depth + 1));
  if (schema === null || typeof schema !== 'object') return schema;
  if (depth > 8) return '…';
  const found = resolved(body, schema);
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, whole(body, value, depth + 1)]));
}

function narrow() {
  const words = find('filter').value.toLowerCase().split(/\s+/);
  let count = 0;
  for (const section of find('operations').children) {
    let any = false;
    for (const item of section.querySelectorAll('details')) {
      item.hidden = !words.every((word) => item.dataset.words.includes(word));
      any ||= !item.hidden;
      count += !item.hidden;
    }
    section.hidden = !any;
  }
  say(`${count} operations`);
}

find('filter').addEventListener('input', narrow);
find('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  show(find('token').value.trim()).catch(() => say('The server does not answer. Try again in a moment.'));
});

const token = await tokenOfSession().catch(() => '');
if (token) await show(token);
else find('sign-in').hidden = false;
