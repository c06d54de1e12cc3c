/** A chapter of the little book on optics; a paragraph is one string. */
export interface Chapter {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** Our own text. The East Asian font in `samples/fonts/` holds exactly the characters of this file. */
export const CHAPTERS: readonly Chapter[] = [
  {
    title: 'Introdução — 光学入門',
    paragraphs: [
      'A óptica é o estudo da luz: como nasce, como viaja, como se dobra ao passar do ar à água e como chega, por fim, ao olho. Não é preciso mais do que uma lâmpada, um espelho e um pouco de paciência para começar.',
      'Este livrinho existe para experimentar programas que leem documentos: traz acentos em português, checo e polaco, e palavras em japonês, chinês e coreano.',
      '光はまっすぐに進みます。水に入ると曲がり、鏡に当たるとはね返ります。この小さな本では、その様子を順に見ていきます。',
    ],
  },
  {
    title: 'Reflexão — 反射',
    paragraphs: [
      'O ângulo de incidência é igual ao ângulo de reflexão. Esta lição, conhecida há mais de dois mil anos, explica o espelho da casa de banho, o periscópio e a superfície tranquila do lago.',
      '光照在镜子上，入射角等于反射角。平静的湖面就是最大的镜子。',
      '거울에 비친 빛은 들어온 각과 같은 각으로 나갑니다.',
    ],
  },
  {
    title: 'Refração — 屈折',
    paragraphs: [
      'Uma colher num copo de água parece partida. A luz é mais lenta na água do que no ar, e por isso muda de direção na fronteira entre os dois meios.',
      'Příliš žluťoučký kůň se dívá do studánky: i jeho obraz se láme. Zażółć gęślą jaźń — światło załamuje się na granicy wody.',
      '水の中のさじは折れて見えます。光は空気より水の中でおそく進むからです。',
    ],
  },
  {
    title: 'Lentes — 透鏡',
    paragraphs: [
      'Uma lente convergente reúne os raios paralelos num só ponto, o foco. À distância do foco chama-se distância focal; quanto mais curta, mais forte é a lente.',
      '凸透镜把平行的光线聚在一点，这一点叫做焦点。',
      '볼록 렌즈는 나란한 빛을 한 점에 모읍니다. 이 점을 초점이라고 합니다.',
    ],
  },
  {
    title: 'Cores — 色',
    paragraphs: [
      'O prisma não inventa as cores: separa as que já lá estavam. O vermelho é o que menos se desvia, o violeta o que mais se desvia.',
      '虹の色は赤、橙、黄、緑、青、藍、紫の順に並びます。',
      '彩虹的颜色依次是红、橙、黄、绿、青、蓝、紫。무지개의 색은 빨강, 주황, 노랑, 초록, 파랑, 남색, 보라입니다.',
    ],
  },
  {
    title: 'Experiências — 実験',
    paragraphs: [
      'Primeira experiência: ponha uma moeda no fundo de uma tigela opaca, afaste-se até deixar de a ver e peça a alguém que deite água. A moeda reaparece, sem que ninguém lhe tenha tocado.',
      'Segunda experiência: com uma lupa, forme num papel a imagem da janela. Verá que está de cabeça para baixo.',
      'おわりに：よく見ること、くり返すこと、書きとめること。それが実験のすべてです。',
    ],
  },
];
