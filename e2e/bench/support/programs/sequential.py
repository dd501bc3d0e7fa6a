"""Python's poplib, one command after another: `python3 sequential.py WISHES`, as one JSON object. Says an Account."""
import json
import poplib
import ssl
import sys
import time

# As it comes, poplib gives up on mail with lines of more than 2,048 octets.
poplib._MAXLINE = 1 << 20

started = time.perf_counter()
wishes = json.loads(sys.argv[1])
if 'ca' in wishes:
    context = ssl.create_default_context(cafile=wishes['ca'])
    pop = poplib.POP3_SSL(wishes['host'], wishes['port'], context=context)
else:
    pop = poplib.POP3(wishes['host'], wishes['port'])
pop.user(wishes['user'])
pop.pass_(wishes['password'])
count, _ = pop.stat()
every = wishes.get('every', 1)
first = time.perf_counter()
messages = octets = 0
for number in range(1, count + 1):
    if number % every:
        continue
    _, lines, _ = pop.retr(number)
    octets += sum(map(len, lines)) + 2 * len(lines)
    messages += 1
pop.quit()
print(json.dumps({
    'before': (first - started) * 1000,
    'retrieval': (time.perf_counter() - first) * 1000,
    'messages': messages,
    'octets': octets,
}))
