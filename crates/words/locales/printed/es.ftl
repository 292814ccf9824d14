# What is handed to travellers, in their language.
printed-refuse = Resolución de denegación de entrada
printed-refuse-exit = Resolución de denegación de salida
printed-language = español
printed-on = El { $date } a las { $time }, en el puesto fronterizo de { $post } ({ $country }), el agente que suscribe ha denegado { $direction ->
    [exit] la salida
   *[other] la entrada
 } a:
printed-name = Apellidos y nombre
printed-born = Fecha de nacimiento
printed-nationality = Nacionalidad
printed-document = Documento
printed-grounds = Por el motivo o los motivos siguientes
printed-appeal = Puede recurrir esta resolución en un plazo de { $days } días ante:
printed-appeal-unknown = Recurso (autoridad, dirección, plazo):
printed-effect = El recurso no suspende esta resolución. Puede recibir ayuda de la persona u organización que elija. Se le entrega una copia de esta resolución.
printed-traveller = La persona interesada
printed-officer = El agente
printed-stamp = Sello n.º { $stamp }
printed-number = Registro { $id }
printed-slip-entry = ENTRADA
printed-slip-exit = SALIDA
printed-until = Puede permanecer hasta el
printed-free = Estancia sin límite
printed-keep = Conserve este recibo con su documento.
printed-when = { $date }, { $time }
printed-unknown = no se conoce
month-1 = ene
month-2 = feb
month-3 = mar
month-4 = abr
month-5 = may
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = sept
month-10 = oct
month-11 = nov
month-12 = dic
printed-receipt-title = Recibo n.º { $receipt }
printed-receipt-visa = Visado n.º
printed-receipt-permit = Permiso de residencia n.º
printed-receipt-issued = Expedido el { $date }
printed-receipt-extended = Prorrogado el { $date }, hasta el { $to }
printed-receipt-good = Válido
printed-receipt-days = del { $from } al { $to }
printed-receipt-fee = Importe pagado
