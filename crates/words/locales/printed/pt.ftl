# What is handed to travellers, in their language.
printed-refuse = Decisão de recusa de entrada
printed-refuse-exit = Decisão de recusa de saída
printed-language = português
printed-on = Em { $date }, às { $time }, no posto fronteiriço de { $post } ({ $country }), o agente abaixo assinado recusou { $direction ->
    [exit] a saída
   *[other] a entrada
 } a:
printed-name = Apelido e nomes próprios
printed-born = Data de nascimento
printed-nationality = Nacionalidade
printed-document = Documento
printed-grounds = Pelo motivo ou motivos seguintes
printed-appeal = Pode recorrer desta decisão no prazo de { $days } dias junto de:
printed-appeal-unknown = Recurso (autoridade, morada, prazo):
printed-effect = O recurso não suspende esta decisão. Pode ser ajudado pela pessoa ou organização da sua escolha. É-lhe entregue uma cópia desta decisão.
printed-traveller = A pessoa em causa
printed-officer = O agente
printed-stamp = Carimbo n.º { $stamp }
printed-number = Registo { $id }
printed-slip-entry = ENTRADA
printed-slip-exit = SAÍDA
printed-until = Pode permanecer até
printed-free = Estada sem limite
printed-keep = Guarde este recibo com o seu documento.
printed-when = { $date }, { $time }
printed-unknown = não conhecida
month-1 = jan
month-2 = fev
month-3 = mar
month-4 = abr
month-5 = mai
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = set
month-10 = out
month-11 = nov
month-12 = dez
printed-receipt-title = Recibo n.º { $receipt }
printed-receipt-visa = Visto n.º
printed-receipt-permit = Título de residência n.º
printed-receipt-issued = Emitido em { $date }
printed-receipt-extended = Prorrogado em { $date }, até { $to }
printed-receipt-good = Válido
printed-receipt-days = de { $from } a { $to }
printed-receipt-fee = Montante pago
