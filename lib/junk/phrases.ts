import { type Trade, trades } from './names';

/**
 * What junk has said for thirty years, by its trade: the classes that SpamAssassin's rules look for (named beside each),
 * put in words of our own; none is taken from a message. One such phrase stands in honest mail as well, several of a trade
 * seldom do: so they are counted.
 */
const phrases: Readonly<Record<Trade, readonly RegExp[]>> = {
  // ADVANCE_FEE_*, MILLION_USD, US_DOLLARS_*, LOTTO_*
  fortune: [
    /\b(?:next of kin|beneficiar(?:y|ies)|inheritance)\b/,
    /\b(?:million|thousand) (?:united states |us |u\.s\. )?(?:dollars|euros?|pounds)|(?:\$|usd ?|£|€ ?)\d{1,3}(?:[,.]\d{3}){1,3}/,
    /\b(?:risk|hitch|trouble)[- ]free\b|\bno risk\b/,
    /\bconfiden(?:tial|ce|tiality)\b/,
    /\b(?:foreign|offshore|overseas) (?:account|partner|bank)|\bforeigner\b/,
    /\b(?:western union|moneygram|money gram|atm (?:card|master ?card)|bank draft)\b/,
    /\b(?:bank of nigeria|central bank|reserve bank|united nations|world bank|imf)\b/,
    /\b(?:transfer|release|claim|remit)\w* (?:of )?(?:the |this |your )?(?:whole )?(?:fund|money|sum|amount)s?\b|\bmoney transfer\b/,
    /\b(?:deceased|late (?:husband|father|president|client)|died without|plane crash|cancer)\b/,
    /\b(?:barrister|attorney|solicitor|diplomat|widow)\b/,
    /\b(?:lottery|sweepstakes|jackpot|winning (?:number|notification))\b/,
    /\b(?:business (?:proposal|proposition|partner)|mutual(?:ly)? (?:benefit|interest|beneficial)|honest co-?operation)\b/,
    /\b(?:god bless|greetings in the name|compensation|donation|unclaimed)\b/,
  ],
  // DRUGS_*, ONLINE_PHARMACY, NO_PRESCRIPTION, IMPOTENCE, DIET_*, BODY_ENHANCEMENT
  medicine: [
    /\b(?:viagra|cialis|levitra|xanax|valium|vicodin|phentermine|ambien|tramadol|hydrocodone|soma)\b/,
    /\b(?:online |discount |canadian )(?:pharmacy|drug ?store|medications?|meds)\b/,
    /\b(?:no|without) (?:a |any |prior |doctor'?s? )?(?:prescription|script)s?\b/,
    /\b(?:meds?|medications?|pills|drugs|rx|herbal|fda)\b/,
    /\b(?:erecti(?:on|le)\w*|libido|enlarge(?:ment)?|impotence|sexual \w+)\b/,
    /\b(?:weight loss|lose weight|burn fat|diet pills?|hgh|human growth|anti-?aging|teeth)\b/,
  ],
  // BAD_CREDIT, REFINANCE_*, WORK_AT_HOME, FIN_FREE, MAKE_MONEY, STOCK_ALERT
  credit: [
    /\b(?:no|bad|poor) credit\b|\bcredit (?:check|repair|history)/,
    /\b(?:mortgage|refinanc\w+|consolidat\w+|debts?|lenders?|loans?)\b/,
    /\bwork (?:from|at) home\b|\bhome.?based business\b|\bbe your own boss\b/,
    /\b(?:extra|additional|unlimited|residual) (?:income|cash)\b|\bfinancial(?:ly)? (?:free|independen)/,
    /\b(?:make|earn)(?:ing)? (?:big |easy |fast |up to )?(?:money|cash|[$€£] ?\d)/,
    /\b(?:multi-?level|mlm|investment opportunity|penny stock|stock alert)\b/,
  ],
  // SPECIALLY_SELECTED, CONGRATULATIONS, FREE_*, VACATION
  prize: [
    /\byou(?:'ve| have)? (?:been |are )?(?:specially |personally )?(?:selected|chosen|pre-?approved)\b/,
    /\b(?:congratulations|winner|you(?:'ve| have)? won)\b/,
    /\bclaim your\b|\b(?:free|bonus|complimentary) (?:\d+ )?(?:gift|vacation|trip|cruise|membership|prize)|\bvacation/,
    /\b(?:100 ?%|absolutely|totally|completely) free\b|\bfree!/,
  ],
  // EXCUSE_*, REMOVE_*, BULK_EMAIL
  removal: [
    /\bto be (?:removed|taken off)\b|\bremoved? (?:from|yourself|me)\b/,
    /\b(?:type|put|word|with|the) ["“']?remove["”']? in (?:the )?subject|\bsubject (?:line )?["“']?remove/,
    /\bthis (?:message|e-?mail|mailing) (?:is not|isn't|cannot be considered) (?:spam|unsolicited)|\bwe apologi[sz]e (?:if|for) (?:this|any)|\bin error\b/,
    /\b(?:section 301|s\. ?1618|title iii|opt(?:ed)?[- ]?in|one[- ]time mailing|bulk e-?mail|e-?mail (?:marketing|advertis\w+))\b/,
  ],
  // PORN_*, ADULT_*
  adult: [
    /\b(?:porn\w*|xxx+|hardcore|nudes?|sluts?|milfs?|fuck\w*|horny|orgy)\b/,
    /\b(?:hot|sexy|naked|wet|lonely) (?:girls?|women|teens?|singles|babes?|wives)\b/,
    /\b(?:adults? only|over 18|18\+|webcams?|live sex|sex (?:site|chat|tape|video))\b/,
    // PORN_URL_SEX, with the places that only sound like it left out
    /\bhttps?:\/\/[\w.-]*(?:(?<!es|us|dle|homo|wes|hetero)sex|porn|xxx|slut|milf)/,
    // Spelt so that filters miss it
    /\b\w{0,10}-?(?:f[*#@.]ck|p[*#@]ss(?:y|ies)|c[*#@]ck|sl[*#@]ts?|s[*#@]x)\w*/,
  ],
  // OEM software, REPLICA_WATCH, LOW_PRICE
  copies: [
    /\b(?:cheap|oem|discount(?:ed)?|pirated) (?:oem )?soft(?:ware)?\b/,
    /\b(?:replica|imitation)s?\b|\brolex\b/,
    /\b(?:lowest|unbeatable|rock bottom|low) prices?\b/,
  ],
  // What is offered to whoever owns a page
  ranking: [
    /\bsearch engines?\b/,
    /\b(?:web ?site|site|web) traffic\b|\btraffic (?:build|to your)/,
    /\b(?:top (?:ten|10)|first page|top placement|rank(?:ed|ings?))\b/,
    /\b(?:submit|promot\w+|advertis\w+) (?:of )?your (?:web ?)?(?:site|business|url)|\bseo\b|\blink building\b/,
  ],
  // PHISH_*
  account: [
    /\b(?:verify|confirm|validate) your (?:e-?mail |bank |billing |personal )?(?:account|identity|information|details|mailbox)/,
    /\b(?:account|mailbox|access|card) (?:has been|have been|will be) (?:temporarily )?(?:suspended|limited|locked|blocked|disabled|deactivated|closed|terminated)/,
    /\b(?:unusual|suspicious|unauthori[sz]ed) (?:activity|log-?in|sign-?in|access|transaction)|\b(?:quota|storage) (?:is )?(?:almost )?(?:full|exceeded)/,
    /\bwithin (?:24|48|72) hours\b|\bimmediate(?:ly)? (?:action|attention)\b|\bfailure to (?:do so|comply|verify)/,
    /\b(?:dear|valued) (?:customer|user|client|account holder|e-?mail user)\b/,
  ],
  // BITCOIN_EXTORT_*
  threat: [
    /\b(?:bitcoin|btc)\b/,
    /\bi (?:have )?(?:hacked|recorded|infected)|\byour (?:webcam|camera|device was)|\bmalware on your\b/,
    /\bsend (?:the )?(?:video|footage|recording) to|\byour contacts\b|\bmasturbat/,
  ],
  // DEAR_FRIEND, DEAR_SOMETHING, URG_BIZ
  stranger: [
    /\bdear (?:friend|sirs?|madam|beneficiary|winner|partner|beloved|one)\b|\bdear (?:\w+ ){1,3}(?:beneficiary|winner|partner)\b/,
    /\burgent(?:ly)?\b.{0,20}\b(?:business|assistance|response|reply|proposal|help|private)\b|\b(?:respond|reply|contact me) (?:urgently|immediately)/,
    /\bi am (?:contacting|writing to) you\b|\bi got your (?:contact|e-?mail)\b|\bmay come (?:to you )?as a surprise\b|\bwe wish to inform you\b/,
  ],
  // CLICK_BELOW, ACT_NOW, MONEY_BACK, BANG_GUAR, GUARANTEED_100_PERCENT
  offer: [
    /\bclick (?:here|below|on the link|this link|the link)\b/,
    /\b(?:limited time|act (?:now|fast|today)|order (?:now|today)|call (?:now|today)|don'?t delay)\b/,
    /\bno obligation|\bmoney[- ]back|\bsatisfaction guaranteed|\bas seen on\b|\bguaranteed!|\b100 ?% guaranteed/,
  ],
  // Offers of factories to whoever has an address
  supplier: [
    /\bwe are (?:\w+ ){0,5}(?:manufactur\w+|suppliers?|exporters?|factory|professional)\b/,
    /\b(?:shenzhen|guangdong|dongguan|ningbo|hangzhou|guangzhou|made in china|from china|, china)\b/,
    /\b(?:oem|odm|cnc|moulds?|molds?|wholesale|catalog(?:ue)?|quotation|competitive prices?)\b/,
  ],
};

const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
/** What somebody is to fall for stands at the beginning. Code units. */
const mostText = 20_000;

/** How many different phrases of each trade a text has; trades of which it has none are left out. */
export function tradesIn(text: string): Map<Trade, number> {
  const plain = text
    .slice(0, mostText)
    .replace(invisible, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ');
  const found = new Map<Trade, number>();
  for (const trade of trades) {
    const count = phrases[trade].filter((phrase) => phrase.test(plain)).length;
    if (count > 0) found.set(trade, count);
  }
  return found;
}
