import type { Clock } from './clock';
import type { Letter } from './compose';
import { jpeg } from './jpeg';
import { chen, elena, gabor, ines, kato, layla, nikos, noa, seoyeon, xiaoming } from './people';
import { bowl, colours, harbour } from './pictures';

const { celadon, celadonDeep, moon, moonShade, plaster, tenmoku, tenmokuDark } = colours;

const rtl = (lang: string, paragraphs: string[]) =>
  `<!doctype html><html dir="rtl" lang="${lang}"><body style="font:17px/1.7 'Noto Naskh Arabic','Noto Sans Hebrew',Arial,sans-serif">
${paragraphs.map((text) => `<p>${text}</p>`).join('\n')}</body></html>`;

/** The exhibition "Bowls of the world": lenders and friends write in their own languages and charsets. */
export function languageLetters(clock: Clock): Letter[] {
  return [
    {
      key: 'photos-1',
      at: clock.day(20, '09:30', xiaoming),
      from: xiaoming,
      subject: '拍摄时间',
      charset: 'gb18030',
      text: `Ada 你好：

上次说的展览照片，我打算下周二上午去拍。上午的自然光最好，釉色看起来不会发灰。请提前把玻璃罩取下来，再准备一块浅灰色的布。

还有一件事：请不要让那只橘猫进摄影棚。上次它坐在唐代碗的旁边，结果大家只看猫。

小明`,
    },
    {
      key: 'photos-2',
      at: clock.hours(4.1),
      from: xiaoming,
      after: ['photos-1', 'photos-1-ada'],
      subject: '关于展览的照片',
      encoding: 'base64',
      text: `Ada 你好：

照片已经整理好了，请查收附件。一共挑了二十六张，先发两张给你看。天目碗那张我等了四十分钟，等云走开。

如果颜色没有问题，我今天晚上把高清文件传到博物馆的服务器上。

祝好
王小明`,
      files: [
        {
          name: '展览照片-天目碗.jpg',
          type: 'image/jpeg',
          bytes: jpeg(bowl(448, 336, tenmoku, tenmokuDark, plaster)),
        },
        {
          name: '展览照片-青瓷碗.jpg',
          type: 'image/jpeg',
          bytes: jpeg(bowl(448, 336, celadon, celadonDeep, [196, 202, 206])),
        },
      ],
    },
    {
      key: 'yingge',
      at: clock.day(19, '16:05', chen),
      from: chen,
      subject: '鶯歌老街的茶壺',
      charset: 'big5',
      text: `Ada 您好：

我是鶯歌的陳美玲。您問的那把茶壺是我外公做的，壺蓋有一點歪，他說這樣茶才不會太驕傲。

如果博物館願意展出，我很樂意借給你們三個月。請放在小朋友看得到的高度，不要放太高。

敬祝 平安
陳美玲`,
    },
    {
      key: 'chawan-1',
      at: clock.day(33, '10:20', kato),
      from: kato,
      subject: '茶碗の貸し出しについて',
      charset: 'iso-2022-jp',
      text: `アダ様

はじめまして。京都の加藤由美と申します。

お問い合わせの黒い茶碗ですが、喜んでお貸しいたします。祖母が毎朝お茶を飲んでいた碗ですので、少し欠けたところがあります。金継ぎはあえてしておりません。欠けたところに、祖母の親指がちょうど合うからです。

発送の日が決まりましたら、またご連絡いたします。

加藤由美`,
    },
    {
      key: 'chawan-2',
      at: clock.day(10, '08:45', kato),
      from: kato,
      after: ['chawan-1', 'chawan-1-ada'],
      subject: 'Re: 茶碗の貸し出しについて（発送のご連絡）',
      flow: 'delsp',
      text: `アダ様

> いつ頃届きますか。

本日、茶碗を発送いたしました。桐の箱に入れ、さらに祖母の古い座布団で包みましたので、たぶん飛行機の中でいちばん快適に旅をする乗客だと思います。
到着しましたら、できれば一晩そのまま休ませてあげてください。急に寒いところへ出ると、茶碗も驚きますので。

加藤由美
-- 
茶碗工房 かとう`,
    },
    {
      key: 'moonjar',
      at: clock.day(27, '11:11', seoyeon),
      from: seoyeon,
      subject: '달항아리 크기 확인 부탁드립니다',
      charset: 'euc-kr',
      text: `아다 님께

안녕하세요, 김서연입니다. 달항아리의 높이는 44센티미터입니다. 완전히 둥글지 않지만, 달도 매일 둥글지는 않으니까요.

진열장 문이 항아리보다 넓은지 꼭 확인해 주세요. 지난번 박물관에서는 항아리가 하루 종일 복도에서 기다렸습니다.

감사합니다.
김서연 드림`,
    },
    {
      key: 'farfor-1',
      at: clock.day(22, '13:37', elena),
      from: elena,
      subject: 'Чашка с трещиной',
      charset: 'windows-1251',
      text: `Ада, добрый день!

Чашка, о которой Вы спрашивали, нашлась: стояла на кухне, и наш сторож пил из неё чай двадцать лет. Говорит, трещина ей к лицу.

Сторож согласен расстаться с чашкой на три месяца, если ему пришлют взамен другую. Желательно побольше.

С уважением,
Елена Петрова`,
    },
    {
      key: 'farfor-2',
      at: clock.day(14, '17:20', elena),
      from: elena,
      after: ['farfor-1', 'farfor-1-ada'],
      subject: 'Re: Чашка с трещиной',
      charset: 'koi8-r',
      header: { charset: 'koi8-r', form: 'Q' },
      encoding: '8bit',
      text: `> Подойдёт ли ему кружка на пол-литра, зелёная?

Подойдёт. Он сказал: "Зелёная лучше, в ней не видно, сколько заварки". Кружку можно отправить вместе с курьером.

А чашку мы уже завернули в три газеты. Одна из них интересная, почитайте.

Елена`,
    },
    {
      key: 'elia',
      at: clock.day(29, '18:30', nikos),
      from: nikos,
      subject: 'Το πιθάρι της γιαγιάς',
      charset: 'iso-8859-7',
      text: `Αγαπητή Άντα,

το πιθάρι είναι έτοιμο για το ταξίδι. Η γιαγιά το γέμιζε λάδι κάθε Νοέμβριο, γι' αυτό ακόμα μυρίζει λίγο. Μην το πλύνετε: έτσι ξέρουμε ότι είναι το δικό μας.

Σας στέλνω κι ένα μπουκάλι από τη φετινή σοδειά, για να καταλάβετε τι εννοώ.

Με εκτίμηση,
Νίκος Παπαδάκης`,
    },
    {
      key: 'khatt',
      at: clock.day(7, '12:15', layla),
      from: layla,
      subject: 'الخط على حافة الصحن',
      text: `عزيزتي آدا،

قرأتُ الكتابة على حافة الصحن الأزرق: «بالهناء والشفاء، ومن أنهى طعامه غسل الصحن». يبدو أن الأمهات لا يتغيّرن منذ ثمانمئة عام.

سأرسل لك لوحة صغيرة بخطّ النسخ لتُعلَّق قرب الصحن. العرض ٤٠ سم، والافتتاح في ٧ مساءً كما اتفقنا، أليس كذلك؟

مع المودّة
ليلى حداد`,
      html: rtl('ar', [
        'عزيزتي آدا،',
        'قرأتُ الكتابة على حافة الصحن الأزرق: <b>«بالهناء والشفاء، ومن أنهى طعامه غسل الصحن»</b>. يبدو أن الأمهات لا يتغيّرن منذ ثمانمئة عام.',
        'سأرسل لك لوحة صغيرة بخطّ النسخ لتُعلَّق قرب الصحن. العرض ٤٠ سم، والافتتاح في ٧ مساءً كما اتفقنا، أليس كذلك؟',
        'مع المودّة<br>ليلى حداد',
      ]),
    },
    {
      key: 'kadarut',
      at: clock.day(11, '19:44', noa),
      from: noa,
      subject: 'הקערה הגיעה (Bowl no. 12)',
      charset: 'windows-1255',
      text: `עדה שלום,

הקערה הגיעה הביתה בשלום, בלי שום סדק. השליח צלצל שלוש פעמים ואמר שהחבילה קלה מדי בשביל דבר שכתוב עליו "שביר" בארבע שפות.

בפעם הבאה אשלח לכם גם את הצלחת של סבתא, זו עם הדגים. בתנאי שתחזירו אותה לפני פסח!

תודה רבה,
נועה`,
    },
    {
      key: 'fekete',
      at: clock.day(52, '09:05', gabor),
      from: gabor,
      subject: 'Fekete kerámia, őszi kiállítás',
      charset: 'iso-8859-2',
      header: { charset: 'iso-8859-2', form: 'Q' },
      text: `Kedves Ada,

a korsó becsomagolva, a füle külön dobozban utazik, mert tavaly külön döntött úgy, hogy leválik. Ragasztót is küldök, meg egy üveg szilvalekvárt, az nem ragaszt, de segít.

Üdvözlettel
Fekete Gábor`,
    },
    {
      key: 'ines-1',
      at: clock.day(30, '08:58', ines),
      from: ines,
      subject: 'Étiquettes : la taille des caractères',
      charset: 'iso-8859-1',
      encoding: '8bit',
      text: `Bonjour Ada,

j'ai relu toutes les étiquettes de « Bols du monde ». Très bien, sauf une : « bol, usage inconnu » à côté d'un bol. Je propose « bol, usage : à votre avis ? ».

Peux-tu passer le corps à 16 points ? Nos visiteurs ont de bons yeux, mais ils les ont laissés à la maison.

Bises
Inès`,
    },
    {
      key: 'ines-2',
      at: clock.day(5, '17:42', ines),
      from: ines,
      subject: 'Van, keys, and a small confession',
      text: `Ada,

yes, take the van for your tenors. The keys are in the Etruscan cup. (The replica. I checked twice this time.)

Straps are in the back. Please return it without confetti: the conservators find it in the display cases for years.

The view from my window this evening, because you always say that the office has none:`,
      files: [
        {
          name: 'from-my-window.jpg',
          type: 'image/jpeg',
          bytes: jpeg(harbour(576, 360, [58, 70, 122], [242, 172, 128], [40, 46, 64])),
        },
      ],
    },
    {
      key: 'moon-photo',
      at: clock.day(6, '07:20', seoyeon),
      from: seoyeon,
      after: ['moonjar', 'moonjar-ada'],
      subject: '🌕 항아리 사진',
      encoding: 'base64',
      text: '아다 님, 요청하신 사진입니다. 오늘 아침 빛이 참 좋았어요. 서연',
      files: [
        {
          name: '달항아리.jpg',
          type: 'image/jpeg',
          bytes: jpeg(bowl(400, 300, moon, moonShade, [150, 156, 170])),
        },
      ],
    },
  ];
}
